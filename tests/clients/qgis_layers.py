# The centre's layers in QGIS, without a window: features of OGC API – Features, vector tiles, a picture of both.
# Usage: python3 tests/clients/qgis_layers.py ADDRESS USER TOKEN. Prints the number of districts, the events in the cells, whether
# tiles are drawn.
import os
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (  # noqa: E402
    QgsApplication, QgsAuthMethodConfig, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsMapRendererSequentialJob, QgsMapSettings,
    QgsProject, QgsVectorLayer, QgsVectorTileLayer,
)
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

address, user, token = sys.argv[1:4]
with tempfile.TemporaryDirectory() as profile:
    application = QgsApplication([], False, profile)
    application.initQgis()
    # The token as the password of Basic, kept in QGIS's own store as its dialogue does.
    store = QgsApplication.authManager()
    store.setMasterPassword("only for this test", True)
    kept = QgsAuthMethodConfig("Basic")
    kept.setName("centre")
    kept.setConfig("username", user)
    kept.setConfig("password", token)
    store.storeAuthenticationConfig(kept)

    def features(name, auth=""):
        layer = QgsVectorLayer(f"{auth}typename='{name}' url='{address}/ogc' pagingEnabled='true'", name, "OAPIF")
        if not layer.isValid():
            sys.exit(f"QGIS does not open {name}: {layer.error().summary()}")
        return layer

    districts = features("units.land.district")
    cells = features("cells.thefts", f"authcfg={kept.id()} ")
    tile = f"{address}/ogc/collections/units.land.district/tiles/WebMercatorQuad/%7Bz%7D/%7By%7D/%7Bx%7D"
    tiles = QgsVectorTileLayer(f"type=xyz&url={tile}&zmin=0&zmax=14", "tiles")
    settings = QgsMapSettings()
    settings.setLayers([tiles])
    settings.setBackgroundColor(QColor("white"))
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    world = QgsCoordinateTransform(QgsCoordinateReferenceSystem("OGC:CRS84"), settings.destinationCrs(), QgsProject.instance())
    settings.setExtent(world.transformBoundingBox(districts.extent()))
    settings.setOutputSize(QSize(200, 150))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    picture = job.renderedImage()
    white = QColor("white").rgb()
    drawn = sum(picture.pixel(x, y) != white for x in range(200) for y in range(150))
    print(sum(1 for _ in districts.getFeatures()), int(sum(cell["events"] for cell in cells.getFeatures())), "drawn" if drawn > 10000 else f"{drawn} pixels drawn")
    application.exitQgis()
