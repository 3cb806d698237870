// The library's map as this site wants it: north up, without marks of its own that a reader cannot read, and telling what
// goes on in it. Not drawn, it throws.
import type { LiveMap } from "./library.ts";
import type { Words } from "../words.ts";
import { hatch, triangle } from "./images.ts";
import { styleOf } from "./style.ts";
import { statusOf } from "./tiles.ts";
import type { View } from "./view.ts";

export interface UnderPointer {
  code: string | null; // of the area
  events: Record<string, unknown> | null; // what a tile says of the square or the event
}

// What is missing: "part" of the picture failed, "refused" by the server, "late" is still to come.
export type Trouble = "part" | "refused" | "late";

export interface Listening {
  headers: (url: string) => Record<string, string>;
  onReady: () => void;
  onClick: (code: string) => void;
  onPoint: (under: UnderPointer | null) => void;
  onView: (view: View) => void; // the reader has moved the map
  onTrouble: (trouble: Trouble) => void;
  onWhole: () => void; // everything that was asked for is drawn
  onBroken: () => void; // it will never be drawn
}

const k_refused = [401, 403, 404]; // of a layer that a visitor may not see it is not said that it is there
const k_late = 10_000; // ms
const k_given_up = 30_000;
const k_no_worker = "Worker failed to load"; // as the library says it
const k_layers = ["events", "cells", "area-fill"]; // the uppermost first

// Movements made by this program carry this, as those by hand carry their event.
export const byReader = { originalEvent: true };

export function makeMap(library: typeof import("./library.ts"), host: HTMLElement, say: Words, on: Listening): { map: LiveMap; end: () => void } {
  const map = new library.LiveMap({
    container: host,
    attributionControl: false,
    keyboard: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
    cooperativeGestures: false,
    renderWorldCopies: false,
    maxZoom: 18,
    locale: {
      "NavigationControl.ZoomIn": say("site.map.zoom.in"),
      "NavigationControl.ZoomOut": say("site.map.zoom.out"),
      "ScaleControl.Meters": say("site.map.scale.m"),
      "ScaleControl.Kilometers": say("site.map.scale.km"),
    },
    transformRequest: (url) => ({ url, headers: on.headers(url) }),
    style: styleOf(),
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new library.ScaleControl({}), "bottom-left");
  const canvas = map.getCanvas();
  for (const name of ["tabindex", "role", "aria-label"]) canvas.removeAttribute(name);
  canvas.setAttribute("aria-hidden", "true");

  let late = 0;
  let written = 0;
  const awaited = () => {
    host.removeAttribute("data-idle");
    if (!late) late = window.setTimeout(() => on.onTrouble("late"), k_late);
  };
  const givenUp = window.setTimeout(on.onBroken, k_given_up);
  map.on("load", () => {
    clearTimeout(givenUp);
    map.addImage("hatch", hatch(), { pixelRatio: 2 });
    map.addImage("high", triangle(true), { pixelRatio: 2.5 });
    map.addImage("low", triangle(false), { pixelRatio: 2.5 });
    on.onReady();
  });
  map.on("movestart", () => {
    host.dataset["moving"] = "true";
    awaited();
  });
  map.on("dataloading", awaited);
  map.on("moveend", (event) => {
    delete host.dataset["moving"];
    if (!(event as { originalEvent?: unknown }).originalEvent) return;
    clearTimeout(written);
    written = window.setTimeout(() => on.onView({ zoom: map.getZoom(), center: [map.getCenter().lng, map.getCenter().lat] }), 250);
  });
  map.on("idle", () => {
    clearTimeout(late);
    late = 0;
    host.dataset["idle"] = "true";
    on.onWhole();
  });
  map.on("error", (event) => {
    if (event.error.message.startsWith(k_no_worker)) return on.onBroken();
    const status = statusOf(event.error.message);
    on.onTrouble(status !== null && k_refused.includes(status) ? "refused" : "part");
  });
  map.on("webglcontextlost", () => on.onTrouble("part"));
  map.on("click", (event) => {
    const [hit] = map.queryRenderedFeatures(event.point, { layers: ["area-fill"] });
    if (hit) on.onClick(String(hit.properties["code"]));
  });
  map.on("mousemove", (event) => {
    if (map.isMoving()) return;
    const hits = map.queryRenderedFeatures(event.point, { layers: k_layers.filter((layer) => map.getLayer(layer)) });
    const area = hits.find(({ layer }) => layer.id === "area-fill");
    const events = hits.find(({ layer }) => layer.id !== "area-fill");
    on.onPoint(hits.length > 0 ? { code: area ? String(area.properties["code"]) : null, events: events?.properties ?? null } : null);
  });
  map.on("mouseout", () => on.onPoint(null));
  const end = () => {
    for (const timer of [late, written, givenUp]) clearTimeout(timer);
    map.remove();
  };
  return { map, end };
}
