// From the map's plane (y upwards) to the drawing's (y downwards), and the few measures a map of areas needs.
import type { MultiPolygon, Position, Ring } from "../document.ts";

export interface Frame {
  width: number;
  height: number;
  project(position: Position): Position;
}

const rings = (area: MultiPolygon): Ring[] => area.flat();

// All areas within `width` × at most `most_high`, proportions kept. No area, or areas without extent: an empty frame.
export function fit(areas: MultiPolygon[], width: number, mostHigh: number): Frame {
  const all = areas.flatMap(rings).flat();
  if (all.length === 0) return { width, height: 0, project: () => [0, 0] };
  let [left, bottom] = all[0] as Position;
  let [right, top] = [left, bottom];
  for (const [x, y] of all) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  const margin = 4;
  const [wide, high] = [right - left || 1, top - bottom || 1];
  const scale = Math.min((width - 2 * margin) / wide, (mostHigh - 2 * margin) / high);
  const offset = (width - scale * wide) / 2;
  return {
    width,
    height: Math.ceil(scale * high + 2 * margin),
    project: ([x, y]) => [offset + scale * (x - left), margin + scale * (top - y)],
  };
}

export function pathOf(area: MultiPolygon, frame: Frame): string {
  const point = (position: Position) => frame.project(position).map((place) => place.toFixed(1)).join(" ");
  return rings(area).filter((ring) => ring.length > 2).map((ring) => `M${ring.map(point).join("L")}Z`).join("");
}

function signedArea(ring: Ring): number {
  return ring.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length] as Position;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

// The centre of gravity of the largest part, in the drawing; and that part's size, so that a mark can fit in it.
export function anchor(area: MultiPolygon, frame: Frame): { at: Position; size: number } {
  let best: Ring = [];
  let most = 0;
  for (const [outer] of area) {
    const drawn = outer?.map(frame.project) ?? [];
    if (Math.abs(signedArea(drawn)) > Math.abs(most)) [best, most] = [drawn, signedArea(drawn)];
  }
  if (most === 0) return { at: frame.project(area[0]?.[0]?.[0] ?? [0, 0]), size: 0 };
  let [x, y] = [0, 0];
  best.forEach(([fromX, fromY], place) => {
    const [toX, toY] = best[(place + 1) % best.length] as Position;
    const cross = fromX * toY - toX * fromY;
    x += (fromX + toX) * cross;
    y += (fromY + toY) * cross;
  });
  return { at: [x / (6 * most), y / (6 * most)], size: Math.sqrt(Math.abs(most)) };
}

export type Direction = "up" | "down" | "left" | "right";

// The nearest place in a direction: distance along it counts once, distance aside twice. Nothing there: stays.
export function neighbour(places: Position[], from: number, direction: Direction): number {
  const [x, y] = places[from] as Position;
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  places.forEach(([toX, toY], candidate) => {
    const [dx, dy] = [toX - x, toY - y];
    const ahead = { up: -dy, down: dy, left: -dx, right: dx }[direction];
    const aside = Math.abs(direction === "up" || direction === "down" ? dx : dy);
    if (candidate === from || ahead <= 0 || ahead < aside / 3) return;
    const cost = ahead + 2 * aside;
    if (cost < least) [best, least] = [candidate, cost];
  });
  return best;
}
