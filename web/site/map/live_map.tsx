// The map that can be moved and zoomed. Arrow keys walk from area to area as in the drawing, plus and minus zoom, Home
// shows the whole; the table beside it holds the same rows. Where the browser cannot draw it, the page shows the plain
// drawing instead.
import { useEffect, useRef, useState } from "preact/hooks";
import type { LiveMap as LibraryMap } from "./library.ts";
import { Notice } from "../parts/notice.tsx";
import { type Site, useSite } from "../site.ts";
import { type Direction, neighbour } from "../../src/figures/map_geometry.ts";
import type { Position, Verdict } from "../../src/document.ts";
import { byReader, makeMap, type Trouble, type UnderPointer } from "./made_map.ts";
import { anchorOf, type Bounds, boundsOf, mercator, type Shapes } from "./shapes.ts";
import { cellLayer, eventLayer, k_areas, k_marks, k_single_from } from "./style.ts";
import { tileAddress } from "./tiles.ts";
import { readView, writeView } from "./view.ts";

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

// Why the movable map is not there: the browser cannot draw it, or its program does not come or does not start.
export type Missing = "webgl" | "program";

interface Props {
  shapes: Shapes;
  shown: Map<string, Shown>; // by code
  selected: string | null;
  label: string;
  named: boolean; // the areas have names that a reader knows
  tiles: TileLayer[]; // on top of the areas
  view: string | null; // where the reader has moved it; null: all areas
  onSelect: (code: string) => void;
  onView: (view: string | null) => void;
  onFailed: (missing: Missing) => void;
}

const directions: Record<string, Direction> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };
const k_frame = { padding: 24, animate: false };

const point = (at: Position, properties: object) => ({ type: "Feature" as const, properties, geometry: { type: "Point" as const, coordinates: at } });

// Marks and names; an area with neither has no point.
const marksOf = (shapes: Shapes, shown: Map<string, Shown>, named: boolean) => ({
  type: "FeatureCollection" as const,
  features: shapes.features.flatMap(({ properties: { code }, geometry }) => {
    const { name = "", verdict = "none" } = shown.get(code) ?? {};
    const marked = verdict === "high" || verdict === "low";
    return named || marked ? [point(anchorOf(geometry.coordinates), { code, name: named ? name : "", verdict })] : [];
  }),
});

const put = (map: LibraryMap, source: string, data: unknown) => (map.getSource(source) as { setData: (data: unknown) => void } | undefined)?.setData(data);

export function LiveMap({ shapes, shown, selected, label, named, tiles, view, onSelect, onView, onFailed }: Props) {
  const site = useSite();
  const { say, language } = site;
  const host = useRef<HTMLDivElement>(null);
  const map = useRef<LibraryMap | null>(null);
  const [ready, setReady] = useState(false);
  const [under, setUnder] = useState<UnderPointer | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [turn, setTurn] = useState(0); // how often the tiles were asked for again
  const latest = useRef({ onSelect, onView, onFailed, tiles, view });
  latest.current = { onSelect, onView, onFailed, tiles, view };
  const framed = useRef<Bounds | null>(null);

  useEffect(() => {
    let end = () => {};
    let wanted = true;
    const failed = (missing: Missing) => wanted && latest.current.onFailed(missing);
    const letters = ["400", "600"].map((weight) => document.fonts.load(`${weight} 16px "Noto Sans"`, "AЖә"));
    Promise.all([import("./library.ts"), ...letters]).then(
      ([library]) => {
        if (!wanted || !host.current) return;
        try {
          const made = makeMap(library, host.current, say, {
            headers: (url) => headersFor(url, latest.current.tiles),
            onReady: () => setReady(true),
            onClick: (code) => latest.current.onSelect(code),
            onPoint: setUnder,
            onView: (moved) => latest.current.onView(writeView(moved)),
            onTrouble: setTrouble,
            onWhole: () => setTrouble((before) => (before === "late" ? null : before)),
            onBroken: () => failed("program"),
          });
          ({ map: map.current, end } = made);
        } catch {
          failed("webgl");
        }
      },
      () => failed("program"),
    );
    return () => {
      wanted = false;
      end();
      map.current = null;
      framed.current = null;
      setReady(false);
    };
  }, [language]);

  useEffect(() => {
    const live = map.current;
    if (!ready || !live) return;
    put(live, k_areas, shapes);
    const bounds = boundsOf(shapes);
    if (!bounds || framed.current?.join() === bounds.join()) return;
    const first = framed.current === null;
    framed.current = bounds;
    const kept = first ? readView(latest.current.view) : null;
    if (kept) return void live.jumpTo(kept);
    live.fitBounds(bounds, k_frame);
    if (!first) latest.current.onView(null);
  }, [ready, shapes]);

  // Another period is another look of the same areas: nothing of their outlines is made again.
  useEffect(() => {
    const live = map.current;
    if (!ready || !live) return;
    for (const { properties: { code } } of shapes.features) live.setFeatureState({ source: k_areas, id: code }, { step: shown.get(code)?.step ?? -1 });
    put(live, k_marks, marksOf(shapes, shown, named));
  }, [ready, shapes, shown, named]);

  // The chosen area is marked; chosen in the table or by keys, it is brought into sight.
  useEffect(() => {
    const live = map.current;
    if (!ready || !live) return;
    live.setFilter("area-chosen", ["==", ["get", "code"], selected ?? ""]);
    const area = shapes.features.find(({ properties }) => properties.code === selected)?.geometry.coordinates;
    if (!area) return;
    const at = anchorOf(area) as [number, number];
    if (!live.getBounds().contains(at)) live.panTo(at, { animate: false }, byReader);
  }, [ready, selected]);

  const wanted = JSON.stringify([tiles, turn]);
  useEffect(() => {
    const live = map.current;
    if (!ready || !live) return;
    const single = tiles.some(({ kind }) => kind === "events");
    for (const layer of tiles) {
      const zooms = layer.kind === "cells" ? { minzoom: 0, maxzoom: k_single_from - 1 } : { minzoom: k_single_from, maxzoom: 16 };
      live.addSource(layer.kind, { type: "vector", tiles: [tileAddress(layer.address)], ...zooms });
      const squares = single ? { ...cellLayer, maxzoom: k_single_from } : cellLayer;
      live.addLayer(layer.kind === "cells" ? squares : eventLayer, "area-line");
    }
    live.setPaintProperty("area-fill", "fill-opacity", tiles.length > 0 ? 0.35 : 1);
    setTrouble(null);
    return () => {
      if (map.current !== live) return;
      for (const { kind } of tiles) {
        live.removeLayer(kind);
        live.removeSource(kind);
      }
    };
  }, [ready, wanted]);

  const whole = () => {
    if (framed.current) map.current?.fitBounds(framed.current, k_frame);
    onView(null);
  };
  const walk = (event: KeyboardEvent) => {
    const live = map.current;
    if (!live) return;
    if (event.key === "+" || event.key === "=") live.zoomIn({ animate: false }, byReader);
    if (event.key === "-") live.zoomOut({ animate: false }, byReader);
    if (event.key === "Home") {
      event.preventDefault();
      whole();
    }
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

  const read = shown.get(under?.code ?? selected ?? "");
  const events = under?.events ? eventsText(site, under.events) : "";
  return (
    <div class="live-map">
      <p class="readout" aria-live="polite">
        {read || events ? (
          <>
            {read && <strong>{read.name}</strong>} {[read?.text, events].filter(Boolean).join(" · ")}
          </>
        ) : (
          <span class="readout-empty">{say("site.map.keys")}</span>
        )}
      </p>
      <div class="live-map-frame" role="application" aria-label={label} tabIndex={0} onKeyDown={walk}>
        <div class="live-map-host" ref={host} />
      </div>
      {view !== null && (
        <p class="map-whole">
          <button type="button" class="quiet" onClick={whole}>
            {say("site.map.whole")}
          </button>
        </p>
      )}
      {trouble && (
        <Notice title={say(`site.map.trouble.${trouble}`)} live>
          <p>{say("site.map.trouble.table")}</p>
          <p>
            <button type="button" onClick={() => setTurn(turn + 1)}>
              {say("site.again")}
            </button>
          </p>
        </Notice>
      )}
    </div>
  );
}

// What lies under the pointer: the events of a square, or the one event with its day and its class.
function eventsText({ say, locale }: Site, properties: Record<string, unknown>): string {
  const { events, day, class: kind } = properties;
  if (typeof day === "string") return [locale.period(day), kind].filter(Boolean).join(", ");
  return say("site.map.events.here", { events: locale.number(Number(events), 0) });
}

// Only the tiles of single events carry the ground they are looked at on.
function headersFor(url: string, tiles: TileLayer[]): Record<string, string> {
  const events = tiles.find(({ kind }) => kind === "events");
  return events && url.includes("/collections/events.") ? { "Tartip-Legal-Ground": encodeURIComponent(events.ground) } : {};
}
