// The map library with its worker from this site's own address; it comes with the first map.
import { addProtocol, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import { tileProtocol } from "./tiles.ts";

setWorkerUrl(workerUrl);
addProtocol(tileProtocol.scheme, tileProtocol.answer);
export { AttributionControl, Map as LiveMap, NavigationControl, ScaleControl } from "maplibre-gl";
