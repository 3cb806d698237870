// What the map draws with: the ground, the areas in five steps, their marks and names, and on top of them events as tiles.
import { fontFamily, palette, ramp } from "../../src/figures/palette.ts";

export const k_areas = "areas";
export const k_marks = "marks";

// From this zoom on, single events stand where squares stood.
export const k_single_from = 10;

// Set for each area: 0…4 the ramp, -1 hatched; -2: not said yet.
const step = ["coalesce", ["feature-state", "step"], -2] as never;
const logEvents = ["ln", ["+", 1, ["get", "events"]]] as never;
export const cellLayer = {
  id: "cells", type: "fill" as const, source: "cells", "source-layer": "cells",
  paint: { "fill-color": palette.ink, "fill-antialias": false, "fill-opacity": ["interpolate", ["linear"], logEvents, 0.5, 0.08, 9, 0.85] as never },
};
export const eventLayer = {
  id: "events", type: "circle" as const, source: "events", "source-layer": "events",
  paint: {
    "circle-color": palette.ink, "circle-opacity": 0.6,
    "circle-radius": ["interpolate", ["linear"], logEvents, 0.69, 3, 6, 8] as never, // at most half of what the server counts together
  },
};

export function styleOf() {
  const empty = { type: "FeatureCollection" as const, features: [] };
  const fills = ramp.flatMap((color, step) => [step, color]);
  return {
    version: 8 as const,
    sources: {
      [k_areas]: { type: "geojson" as const, data: empty, tolerance: 0.2, promoteId: "code" },
      [k_marks]: { type: "geojson" as const, data: empty },
    },
    layers: [
      { id: "ground", type: "background" as const, paint: { "background-color": palette.paper } },
      {
        id: "area-fill", type: "fill" as const, source: k_areas,
        paint: { "fill-color": ["match", step, ...fills, palette.paper] as never, "fill-antialias": false },
      },
      {
        id: "area-hatch", type: "fill" as const, source: k_areas,
        paint: { "fill-pattern": "hatch", "fill-opacity": ["case", ["==", step, -1], 1, 0] as never },
      },
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
