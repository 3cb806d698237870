import { expect, test } from "vitest";
import type { Sheet, SheetColumn } from "../api/answer.ts";
import { compareIn } from "../../src/sorting.ts";
import { nextOf, orderOf } from "./row_order.ts";

const column = (id: string, kind: SheetColumn["kind"]): SheetColumn => ({ id, label: id, kind, digits: 1, detail: false, open: "" });
const sheet: Sheet = {
  id: "t", title: "", note: "", header: [],
  columns: [column("name", "text"), column("value", "integer"), column("verdict", "word")],
  rows: [["Total", 9, null], ["B 10", 2, "rise"], ["B 2", null, "fall"], ["A", 7, "rise"], ["C", 2, "usual"]],
  words: { verdict: { rise: "up", fall: "down", usual: "calm" } },
};
const compare = compareIn("en");
const names = (sorting: Parameters<typeof orderOf>[1], pinned = 1) => orderOf(sheet, sorting, pinned, compare).map((row) => sheet.rows[row]?.[0]);

test("numbers by value, ties in the order given, missing last both ways, totals first", () => {
  expect(names({ column: "value", direction: "descending" })).toEqual(["Total", "A", "B 10", "C", "B 2"]);
  expect(names({ column: "value", direction: "ascending" })).toEqual(["Total", "B 10", "C", "A", "B 2"]);
  expect(names({ column: "value", direction: "ascending" }, 0)).toEqual(["B 10", "C", "A", "Total", "B 2"]);
});

test("names by the alphabet, words as they are read, an unknown column not at all", () => {
  expect(names({ column: "name", direction: "ascending" })).toEqual(["Total", "A", "B 2", "B 10", "C"]);
  expect(names({ column: "verdict", direction: "ascending" })).toEqual(["Total", "C", "B 2", "B 10", "A"]);
  expect(names({ column: "other", direction: "ascending" })).toEqual(sheet.rows.map(([name]) => name));
  expect(names(null)).toEqual(sheet.rows.map(([name]) => name));
});

test("a third press gives the program's order back", () => {
  const value = sheet.columns[1] as SheetColumn;
  const first = nextOf(null, value);
  const second = nextOf(first, value);
  expect([first?.direction, second?.direction, nextOf(second, value)]).toEqual(["descending", "ascending", null]);
  expect(nextOf(first, sheet.columns[0] as SheetColumn)).toEqual({ column: "name", direction: "ascending" });
});
