import { describe, expect, it } from "vitest";
import type { Answer, Cell } from "../api/answer.ts";
import { localeOf } from "../../src/locale.ts";
import { readerOf } from "../../src/messages.ts";
import { fanPlan } from "../../src/figures/fan.ts";
import { chosenLevels, fanOf, nodesOf, periodText, rootOf, stepsOf } from "./publication.ts";

const sheet = (id: string, ids: string[], rows: Cell[][]) => ({
  id, title: id, note: "", header: [], rows,
  columns: ids.map((column) => ({ id: column, label: column, kind: "number" as const, digits: 1, detail: false, open: "" })),
});
const answer: Answer = {
  said: [], document: null, finding: false,
  sheets: [
    sheet("published_steps", ["series", "t", "ahead", "mean", "lower_80", "upper_80", "lower_95", "upper_95", "first", "revised", "last_year", "published"], [
      ["total", "2022-01", 1, 10, 8, 12, 6, 14, 9, 11, 10, "in_time"],
      ["total", "2022-02", 2, 10, 7, 13, 5, 15, null, null, 10, null],
      ["A", "2022-01", 1, 4, 3, 5, 2, 6, null, null, 4, null],
    ]),
    sheet("history", ["series", "t", "at_cut", "revised"], [["total", "2021-12", 9, 10], ["total", "2021-11", null, 8]]),
    sheet("hierarchy", ["series", "level", "territory", "territory_name", "class", "class_name", "parents", "entry"], [
      ["A", "territory", "A", "Ақсу", "", "", ["total"], 2],
      ["total", "together", "", "", "", "", [], 1],
    ]),
  ],
};
const words = { history: "h", mean: "m", truth: "t", lastYear: "y", range: (name: string) => `${name} %` };

describe("a published forecast", () => {
  it("has its nodes with names, and begins at what everything adds up to", () => {
    const nodes = nodesOf(answer, "All together");
    expect(nodes.map(({ name }) => name)).toEqual(["Ақсу", "All together"]);
    expect(rootOf(nodes)?.series).toBe("total");
    expect(rootOf([])).toBeUndefined();
  });
  it("has steps with ranges, the widest first", () => {
    const [first] = stepsOf(answer, "total");
    expect(first?.ranges.map(({ level }) => level)).toEqual(["95", "80"]);
    expect(first).toMatchObject({ mean: 10, first: 9, revised: 11, late: false });
  });
  it("opens as a fan after its history; the revised truth is shown", () => {
    const fan = fanOf(answer, "total", (t) => t, words);
    expect(fan.periods).toEqual(["2021-12", "2021-11", "2022-01", "2022-02"]);
    expect(fan.history).toEqual([9, 8, null, null]);
    expect(fan.mean).toEqual([null, null, 10, 10]);
    expect(fan.truth).toEqual([null, null, 11, null]);
    expect(fan.ranges.map(({ name, low }) => [name, low])).toEqual([["95", [null, null, 6, 5]], ["80", [null, null, 8, 7]]]);
    const plan = fanPlan(fan, 800, readerOf("en"));
    expect(plan.key.map(({ label }) => label)).toEqual(["h", "m", "80 %", "95 %", "t", "y"]);
  });
  it("draws two ranges of many", () => {
    expect(chosenLevels(["99", "95", "80", "50"])).toEqual(["95", "80"]);
    expect(chosenLevels(["98", "90", "60", "20"])).toEqual(["98", "60"]);
    expect(chosenLevels([])).toEqual([]);
  });
  it("names its periods as the reader does", () => {
    const locale = localeOf("en");
    expect(periodText(locale, "2022-09-01", "month")).toBe("September 2022");
    expect(periodText(locale, "2022-07-01", "quarter")).toBe("Q3 2022");
    expect(periodText(locale, "2022-01-01", "year")).toBe("2022");
    expect(periodText(locale, "2022-09", "month")).toBe("September 2022");
    expect(periodText(locale, "17", "")).toBe("17");
  });
});
