// The ground of the map: GeoJSON of `map shapes`, and the same in a plane for the drawing that prints.
import type { MultiPolygon, Polygon, Position, Ring } from "../../src/document.ts";

export interface ShapeFeature {
  type: "Feature";
  properties: { code: string; name: string };
  geometry: { type: "MultiPolygon"; coordinates: MultiPolygon };
}
export interface Shapes {
  type: "FeatureCollection";
  plane: "degrees" | "local";
  features: ShapeFeature[];
}

export const shapesFrom = (document: string | null): Shapes | null => (document ? (JSON.parse(document) as Shapes) : null);

// Web Mercator, y upwards: as the map that can be zoomed shows it.
export function mercator([longitude, latitude]: Position): Position {
  const bounded = Math.max(-85, Math.min(85, latitude));
  return [longitude, (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (bounded * Math.PI) / 360))];
}

export function inPlane(shapes: Shapes): Map<string, MultiPolygon> {
  const project = shapes.plane === "degrees" ? mercator : (position: Position) => position;
  const ring = (points: Ring) => points.map(project);
  return new Map(shapes.features.map(({ properties, geometry }) => [properties.code, geometry.coordinates.map((polygon: Polygon) => polygon.map(ring))]));
}

// Centre of gravity of the largest part, in the shape's own coordinates: where its mark and name stand.
export function anchorOf(area: MultiPolygon): Position {
  let best: Position = area[0]?.[0]?.[0] ?? [0, 0];
  let most = 0;
  for (const [outer = []] of area) {
    let [sum, x, y] = [0, 0, 0];
    outer.forEach(([fromX, fromY], place) => {
      const [toX, toY] = outer[(place + 1) % outer.length] as Position;
      const cross = fromX * toY - toX * fromY;
      sum += cross;
      x += (fromX + toX) * cross;
      y += (fromY + toY) * cross;
    });
    if (Math.abs(sum) > most) [most, best] = [Math.abs(sum), [x / (3 * sum), y / (3 * sum)]];
  }
  return best;
}

export type Bounds = [west: number, south: number, east: number, north: number];
export function boundsOf(shapes: Shapes): Bounds | null {
  let bounds: Bounds | null = null;
  for (const { geometry } of shapes.features)
    for (const [x, y] of geometry.coordinates.flat(2))
      bounds = bounds ? [Math.min(bounds[0], x), Math.min(bounds[1], y), Math.max(bounds[2], x), Math.max(bounds[3], y)] : [x, y, x, y];
  return bounds;
}
