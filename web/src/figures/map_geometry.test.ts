import { expect, test } from "vitest";
import type { MultiPolygon, Position } from "../document.ts";
import { anchor, fit, neighbour, pathOf } from "./map_geometry.ts";

const square = (x: number, y: number, side: number): MultiPolygon => [
  [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]],
];

test("north is up and proportions are kept", () => {
  const frame = fit([square(100, 200, 10)], 108, 1000);
  expect(frame.project([100, 210])).toEqual([4, 4]);
  expect(frame.project([110, 200])).toEqual([104, 104]);
  expect(frame.height).toBe(108);
});

test("a high land is bounded by height and stands in the middle", () => {
  const tall: MultiPolygon = [[[[0, 0], [1, 0], [1, 10], [0, 10], [0, 0]]]];
  const frame = fit([tall], 500, 208);
  expect(frame.height).toBe(208);
  expect(frame.project([0.5, 5])).toEqual([250, 104]);
});

test("no area, a single point: an empty drawing, no crash", () => {
  expect(fit([], 100, 100).height).toBe(0);
  const frame = fit([[[[[5, 5]]]]], 100, 100);
  expect(pathOf([[[[5, 5]]]], frame)).toBe("");
  expect(anchor([], frame)).toEqual({ at: frame.project([0, 0]), size: 0 });
});

test("the mark stands in the largest part; holes and rings become one path", () => {
  const frame = fit([square(0, 0, 100)], 108, 108);
  const islands: MultiPolygon = [...square(0, 0, 10), ...square(50, 50, 40)];
  expect(anchor(islands, frame).at.map(Math.round)).toEqual([74, 34]);
  expect(anchor(islands, frame).size).toBeCloseTo(40);
  const holed: MultiPolygon = [[square(0, 0, 9)[0]![0]!, square(3, 3, 3)[0]![0]!]];
  expect(pathOf(holed, frame).match(/M/g)).toHaveLength(2);
});

test("arrow keys walk a grid and stop at its edge", () => {
  const grid: Position[] = [[0, 0], [10, 0], [20, 0], [0, 10], [10, 10], [20, 10]];
  expect(neighbour(grid, 0, "right")).toBe(1);
  expect(neighbour(grid, 1, "down")).toBe(4);
  expect(neighbour(grid, 4, "left")).toBe(3);
  expect(neighbour(grid, 5, "up")).toBe(2);
  expect(neighbour(grid, 2, "right")).toBe(2);
});

test("every cell of a hexagonal grid can be reached by arrow keys", () => {
  const cells = Array.from({ length: 48 }, (_, at): Position => [(at % 8) * 17.3 + (Math.floor(at / 8) % 2) * 8.7, Math.floor(at / 8) * 15]);
  const reached = new Set([0]);
  const open = [0];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const direction of ["up", "down", "left", "right"] as const) {
      const next = neighbour(cells, from, direction);
      if (!reached.has(next)) open.push(next);
      reached.add(next);
    }
  }
  expect(reached.size).toBe(cells.length);
});
