import { expect, test } from "vitest";
import type { Sheet, SheetColumn } from "../api/answer.ts";
import { fromJanuary } from "./question.ts";
import { pivot } from "./pivot.ts";

const column = (id: string, kind: SheetColumn["kind"] = "text"): SheetColumn => ({ id, label: id, kind, digits: 1, detail: false, open: "" });
const words = { total: "Total", unknown: "not known", period: (text: string) => `in ${text}` };
const long = (rows: Sheet["rows"]): Sheet => ({
  id: "cube", title: "", note: "", header: [],
  columns: [column("class_code"), column("class"), column("period"), column("value", "integer"), column("status", "word")],
  rows,
});

test("classes down, years across, totals on both sides", () => {
  const { sheet, codes, periods } = pivot(
    long([["A", "Theft", "2021", 3, "complete"], ["A", "Theft", "2022", 4, "complete"], ["B", "Fraud", "2021", 1, "complete"], ["B", "Fraud", "2022", 0, "complete"]]),
    "class:kind", "year", true, words,
  );
  expect(sheet.columns.map(({ label }) => label)).toEqual(["class", "in 2021", "in 2022", "Total"]);
  expect(sheet.rows).toEqual([["Total", 4, 4, 8], ["Theft", 3, 4, 7], ["Fraud", 1, 0, 1]]);
  expect(codes).toEqual(["", "A", "B"]);
  expect(periods).toEqual(["2021", "2022"]);
});

test("what is missing stays missing, also in the totals it would belong to; zero is not missing", () => {
  const { sheet } = pivot(long([["A", "Theft", "2021", 3, "complete"], ["A", "Theft", "2022", null, "missing"], ["B", "Fraud", "2021", 0, "complete"]]), "class:kind", "year", true, words);
  expect(sheet.rows).toEqual([["Total", 3, null, null], ["Theft", 3, null, null], ["Fraud", 0, null, null]]);
});

test("rates are not added up; a class without a name is not known; covered in part is told", () => {
  const { sheet, partial } = pivot(long([["", "", "2021", 3.5, "partial"], ["B", "Fraud", "2021", 1.5, "complete"]]), "class:kind", "year", false, words);
  expect(sheet.rows).toEqual([["not known", 3.5], ["Fraud", 1.5]]);
  expect(partial).toBe(true);
});

test("one row, one column", () => {
  const whole: Sheet = { ...long([[7, "complete"]]), columns: [column("value", "integer"), column("status", "word")] };
  expect(pivot(whole, "", "", true, words).sheet.rows).toEqual([["Total", 7]]);
});

test("from January on", () => {
  expect(fromJanuary("2022-09")).toBe("2022-01..2022-09");
  expect(fromJanuary("2022")).toBe("2022");
});
