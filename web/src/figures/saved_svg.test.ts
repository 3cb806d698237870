import { expect, test } from "vitest";
import { wrap } from "./saved_svg.ts";

test("lines break between words and hold the longest word whole", () => {
  expect(wrap("one two three four", 9)).toEqual(["one two", "three", "four"]);
  expect(wrap("құқықбұзушылықтар тізілімі", 5)).toEqual(["құқықбұзушылықтар", "тізілімі"]);
  expect(wrap("", 10)).toEqual([]);
});
