# The centre's tables in sdmx1, the Python client of SDMX: flows, the structure of one, its figures.
# Usage: python3 tests/clients/sdmx1.py ADDRESS FLOW. Prints the flows, the dimensions and the sum of the counts by year.
import sys

import sdmx

address, flow = sys.argv[1:3]
sdmx.add_source({"id": "TARTIP", "url": address + "/sdmx", "name": "Tartip"})
client = sdmx.Client("TARTIP")
flows = client.dataflow()
structure = client.dataflow(flow).structure
(description,) = structure.values()
dimensions = [dimension.id for dimension in description.dimensions]
figures = sdmx.to_pandas(client.data(flow))
counts = figures.xs("tartip@count@v1", level="INDICATOR")
print(" ".join(flows.dataflow), ",".join(dimensions), int(counts.groupby("TIME_PERIOD").sum().iloc[0]))
