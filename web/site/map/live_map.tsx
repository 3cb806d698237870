// The map that can be moved and zoomed. Arrow keys walk from area to area as in the drawing, plus and minus zoom; the
// table beside it holds the same rows. Where the browser cannot draw it, the page shows the plain drawing instead.
import { useEffect, useRef, useState } from "preact/hooks";
import type { LiveMap as LibraryMap } from "./library.ts";
import { Notice } from "../parts/notice.tsx";
import { useSite } from "../site.ts";
import { type Direction, neighbour } from "../../src/figures/map_geometry.ts";
import { fontFamily, palette, ramp } from "../../src/figures/palette.ts";
import type { Position, Verdict } from "../../src/document.ts";
import { hatch, triangle } from "./images.ts";
import { anchorOf, boundsOf, mercator, type Shapes } from "./shapes.ts";

export interface Shown {
  name: string;
  step: number; // 0…4; -1: hatched
  verdict: Verdict;
  text: string;
}

// Events as the server's vector tiles: counted in squares below zoom 10, points from it on.
export interface TileLayer {
  kind: "cells" | "events";
  address: string; // with {z}, {y}, {x}
  ground: string; // on which single events are looked at
}

interface Props {
  shapes: Shapes;
  shown: Map<string, Shown>; // by code
  selected: string | null;
  label: string;
  named: boolean; // the areas have names that a reader knows
  tiles: TileLayer[]; // on top of the areas
  onSelect: (code: string) => void;
  onFailed: () => void;
}

const directions: Record<string, Direction> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };
const k_areas = "areas";
const k_marks = "marks";

const point = (at: Position, properties: object) => ({ type: "Feature" as const, properties, geometry: { type: "Point" as const, coordinates: at } });

function featuresOf(shapes: Shapes, shown: Map<string, Shown>, named: boolean) {
  const look = (code: string) => shown.get(code);
  return {
    areas: {
      type: "FeatureCollection" as const,
      features: shapes.features.map((feature) => ({
        ...feature,
        properties: { ...feature.properties, step: look(feature.properties.code)?.step ?? -1 },
      })),
    },
    marks: {
      type: "FeatureCollection" as const,
      features: shapes.features.map(({ properties: { code }, geometry }) =>
        point(anchorOf(geometry.coordinates), { code, name: named ? (look(code)?.name ?? "") : "", verdict: look(code)?.verdict ?? "none" }),
      ),
    },
  };
}

export function LiveMap({ shapes, shown, selected, label, named, tiles, onSelect, onFailed }: Props) {
  const { say } = useSite();
  const host = useRef<HTMLDivElement>(null);
  const map = useRef<LibraryMap | null>(null);
  const [ready, setReady] = useState(false);
  const [under, setUnder] = useState<string | null>(null);
  const [incomplete, setIncomplete] = useState(false);
  const latest = useRef({ onSelect, onFailed, tiles });
  latest.current = { onSelect, onFailed, tiles };
  const framed = useRef<Shapes | null>(null);

  useEffect(() => {
    let wanted = true;
    const letters = ["400", "600"].map((weight) => document.fonts.load(`${weight} 16px "Noto Sans"`, "AЖә"));
    void Promise.all([import("./library.ts"), ...letters]).then(([library]) => {
      if (!wanted || !host.current) return;
      try {
        const made = new library.LiveMap({
          container: host.current,
          attributionControl: false,
          keyboard: false,
          dragRotate: false,
          pitchWithRotate: false,
          fadeDuration: 0,
          cooperativeGestures: false,
          renderWorldCopies: false,
          maxZoom: 18,
          transformRequest: (url) => ({ url, headers: headersFor(url, latest.current.tiles) }),
          style: styleOf(),
        });
        made.touchZoomRotate.disableRotation();
        made.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
        made.addControl(new library.ScaleControl({}), "bottom-left");
        const canvas = made.getCanvas();
        canvas.removeAttribute("tabindex");
        canvas.removeAttribute("role");
        canvas.removeAttribute("aria-label");
        canvas.setAttribute("aria-hidden", "true");
        made.on("load", () => {
          made.addImage("hatch", hatch(), { pixelRatio: 2 });
          made.addImage("high", triangle(true), { pixelRatio: 2.5 });
          made.addImage("low", triangle(false), { pixelRatio: 2.5 });
          setReady(true);
        });
        made.on("idle", () => host.current?.setAttribute("data-idle", "true"));
        made.on("click", (event) => {
          const [hit] = made.queryRenderedFeatures(event.point, { layers: ["area-fill"] });
          if (hit) latest.current.onSelect(String(hit.properties["code"]));
        });
        made.on("mousemove", (event) => {
          const [hit] = made.queryRenderedFeatures(event.point, { layers: ["area-fill"] });
          setUnder(hit ? String(hit.properties["code"]) : null);
        });
        made.on("mouseout", () => setUnder(null));
        made.on("error", () => setIncomplete(true)); // a tile or the worker; the table beside it is whole
        map.current = made;
      } catch {
        latest.current.onFailed();
      }
    });
    return () => {
      wanted = false;
      map.current?.remove();
      map.current = null;
    };
  }, []);

  useEffect(() => {
    const live = map.current;
    if (!ready || !live) return;
    host.current?.removeAttribute("data-idle");
    const features = featuresOf(shapes, shown, named);
    (live.getSource(k_areas) as { setData: (data: unknown) => void } | undefined)?.setData(features.areas);
    (live.getSource(k_marks) as { setData: (data: unknown) => void } | undefined)?.setData(features.marks);
    if (framed.current === shapes) return;
    framed.current = shapes;
    const bounds = boundsOf(shapes);
    if (bounds) live.fitBounds(bounds, { padding: 24, animate: false });
  }, [ready, shapes, shown, named]);

  useEffect(() => {
    if (ready) map.current?.setFilter("area-chosen", ["==", ["get", "code"], selected ?? ""]);
  }, [ready, selected]);

  const wanted = JSON.stringify(tiles);
  useEffect(() => {
    const live = map.current;
    if (!ready || !live) return;
    for (const layer of tiles) {
      const zooms = layer.kind === "cells" ? { minzoom: 0, maxzoom: 9 } : { minzoom: 10, maxzoom: 16 };
      live.addSource(layer.kind, { type: "vector", tiles: [location.origin + layer.address], ...zooms });
      live.addLayer(layer.kind === "cells" ? cellLayer : eventLayer, "area-line");
    }
    live.setPaintProperty("area-fill", "fill-opacity", tiles.length > 0 ? 0.35 : 1);
    setIncomplete(false);
    return () => {
      if (map.current !== live) return;
      for (const { kind } of tiles) {
        live.removeLayer(kind);
        live.removeSource(kind);
      }
    };
  }, [ready, wanted]);

  const walk = (event: KeyboardEvent) => {
    const live = map.current;
    if (!live) return;
    if (event.key === "+" || event.key === "=") live.zoomIn({ animate: false });
    if (event.key === "-") live.zoomOut({ animate: false });
    const direction = directions[event.key];
    if (!direction) return;
    event.preventDefault();
    const codes = shapes.features.map(({ properties }) => properties.code);
    const places = shapes.features.map(({ geometry }): Position => {
      const [x, y] = mercator(anchorOf(geometry.coordinates));
      return [x, -y];
    });
    const from = codes.indexOf(selected ?? "");
    const to = codes[from < 0 ? 0 : neighbour(places, from, direction)];
    if (to !== undefined) onSelect(to);
  };

  const read = shown.get(under ?? selected ?? "");
  return (
    <div class="live-map">
      <p class="readout" aria-live="polite">
        {read ? (
          <>
            <strong>{read.name}</strong> {read.text}
          </>
        ) : (
          <span class="readout-empty">{say("site.map.keys")}</span>
        )}
      </p>
      <div class="live-map-frame" role="application" aria-label={label} tabIndex={0} onKeyDown={walk}>
        <div class="live-map-host" ref={host} />
      </div>
      {incomplete && <Notice title={say("site.map.incomplete")} live />}
    </div>
  );
}

// Only the tiles of single events carry the ground they are looked at on.
function headersFor(url: string, tiles: TileLayer[]): Record<string, string> {
  const events = tiles.find(({ kind }) => kind === "events");
  return events && url.includes("/collections/events.") ? { "Tartip-Legal-Ground": encodeURIComponent(events.ground) } : {};
}

const logEvents = ["ln", ["+", 1, ["get", "events"]]] as never;
const cellLayer = {
  id: "cells", type: "fill" as const, source: "cells", "source-layer": "cells",
  paint: { "fill-color": palette.ink, "fill-antialias": false, "fill-opacity": ["interpolate", ["linear"], logEvents, 0.5, 0.08, 9, 0.85] as never },
};
const eventLayer = {
  id: "events", type: "circle" as const, source: "events", "source-layer": "events",
  paint: {
    "circle-color": palette.ink, "circle-opacity": 0.7, "circle-stroke-color": palette.paper, "circle-stroke-width": 0.75,
    "circle-radius": ["interpolate", ["linear"], logEvents, 0.69, 3, 7, 12] as never,
  },
};

function styleOf() {
  const empty = { type: "FeatureCollection" as const, features: [] };
  const fills = ramp.flatMap((color, step) => [step, color]);
  return {
    version: 8 as const,
    sources: {
      [k_areas]: { type: "geojson" as const, data: empty, tolerance: 0.2 },
      [k_marks]: { type: "geojson" as const, data: empty },
    },
    layers: [
      { id: "ground", type: "background" as const, paint: { "background-color": palette.paper } },
      {
        id: "area-fill", type: "fill" as const, source: k_areas,
        paint: { "fill-color": ["match", ["get", "step"], ...fills, palette.paper] as never, "fill-antialias": false },
      },
      { id: "area-hatch", type: "fill" as const, source: k_areas, filter: ["==", ["get", "step"], -1] as never, paint: { "fill-pattern": "hatch" } },
      { id: "area-line", type: "line" as const, source: k_areas, paint: { "line-color": palette.paper, "line-width": 1 } },
      {
        id: "area-chosen", type: "line" as const, source: k_areas, filter: ["==", ["get", "code"], ""] as never,
        layout: { "line-join": "round" as const }, paint: { "line-color": palette.ink, "line-width": 3 },
      },
      {
        id: "marks", type: "symbol" as const, source: k_marks, filter: ["in", ["get", "verdict"], ["literal", ["high", "low"]]] as never,
        layout: { "icon-image": ["get", "verdict"] as never, "icon-allow-overlap": true, "icon-ignore-placement": false },
      },
      {
        id: "names", type: "symbol" as const, source: k_marks, minzoom: 3,
        layout: {
          "text-field": ["get", "name"] as never, "text-font": [fontFamily], "text-size": 13, "text-max-width": 8,
          "text-variable-anchor": ["top", "bottom", "left", "right"] as never, "text-radial-offset": 0.8, "text-padding": 4,
        },
        paint: { "text-color": palette.ink, "text-halo-color": palette.paper, "text-halo-width": 1.75 },
      },
    ],
  };
}
