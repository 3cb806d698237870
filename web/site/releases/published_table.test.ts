import { expect, test } from "vitest";
import type { Sheet, SheetColumn } from "../api/answer.ts";
import { localeOf } from "../../src/locale.ts";
import { publishedTable } from "./published_table.ts";

const column = (id: string, kind: SheetColumn["kind"] = "text"): SheetColumn => ({ id, label: id, kind, digits: 1, detail: false, open: "" });
const columns = [
  column("class"), column("class_name"), column("definition"), column("definition_name"), column("period"), column("value", "number"), column("decimals", "integer"),
  column("observation_status", "word"), column("figure"),
];
const figure = (code: string, definition: string, period: string, value: number | null, status = "normal") =>
  [code, code.toUpperCase(), definition, `name of ${definition}`, period, value, definition === "count" ? 0 : 1, status, `r@1/t/${definition}/${period}/class=${code}`];
const sheet: Sheet = {
  id: "figures", title: "", note: "", header: [], columns,
  rows: [figure("a", "count", "2021", 3), figure("a", "count", "2022", 4), figure("a", "share", "2022", 40.5), figure("b", "count", "2022", null, "suppressed")],
};
const en = localeOf("en");

test("all figures side by side, each with the id it is cited by", () => {
  const made = publishedTable(sheet, null, en);
  expect(made.sheet.columns.map(({ label }) => label)).toEqual(["class_name", "name of count, 2021", "name of count, 2022", "name of share, 2022"]);
  expect(made.sheet.rows).toEqual([["A", 3, 4, 40.5], ["B", null, null, null]]);
  expect(made.figures[0]?.[2]).toBe("r@1/t/count/2022/class=a");
  expect(made.withheld).toBe(1);
});

test("one definition: its periods across, its decimals kept", () => {
  const made = publishedTable(sheet, "share", en);
  expect(made.sheet.columns.map(({ label }) => label)).toEqual(["class_name", "2022"]);
  expect(made.sheet.rows).toEqual([["A", 40.5]]);
  expect(made.sheet.columns[1]?.digits).toBe(1);
});

test("a definition that is not there is not asked for", () => {
  expect(publishedTable(sheet, "nothing", en).definition).toBe("");
});
