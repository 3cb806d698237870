// The map library with its worker from this site's own address; it comes with the first map.
import { setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";

setWorkerUrl(workerUrl);
export { AttributionControl, Map as LiveMap, NavigationControl, ScaleControl } from "maplibre-gl";
