import { expect, test } from "vitest";
import { cssString } from "./print.ts";

test("a title stays inside its quotes whatever it holds", () => {
  expect(cssString("Plain · text")).toBe('"Plain · text"');
  expect(cssString('a"b\\c\nd')).toBe('"a\\22 b\\5c c\\a d"');
});
