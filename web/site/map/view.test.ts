import { expect, test } from "vitest";
import { readView, writeView } from "./view.ts";

test("a view in the address is read as it was written", () => {
  const view = { zoom: 8.25, center: [67.3, 48.0125] as [number, number] };
  expect(writeView(view)).toBe("8.25/48.0125/67.3000");
  expect(readView(writeView(view))).toEqual(view);
});

test("what is no place on the map is no view", () => {
  for (const wrong of [null, "", "8/48", "8/48/67/1", "x/48/67", "8//67", "8/95/67", "8/48/190", "-1/48/67", "23/48/67", "1e1/48/67"]) expect(readView(wrong)).toBeNull();
});
