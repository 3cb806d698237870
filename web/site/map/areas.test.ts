import { describe, expect, it } from "vitest";
import type { Answer, Cell } from "../api/answer.ts";
import { areasOf, hatched, measuresOf, stepsOf } from "./areas.ts";

const ids = ["period", "territory_code", "territory", "events", "share", "exposure", "rate", "rate_low", "rate_high", "standing", "status"];
function answerOf(rows: Cell[][], facts: Record<string, string>): Answer {
  const columns = ids.map((id) => ({ id, label: id, kind: "number" as const, digits: 1, detail: false, open: "" }));
  const header = Object.entries(facts).map(([id, value]) => ({ id, label: id, value }));
  return { sheets: [{ id: "areas", title: "", note: "", header, columns, rows }], said: [], document: null, finding: false };
}
const row = (period: string, code: string, events: number | null, rate: number | null, standing: string, status = "complete"): Cell[] => [
  period, code, `Name ${code}`, events, events === null ? null : 10, 1000, rate, rate === null ? null : rate - 1, rate === null ? null : rate + 1, standing, status,
];
const districts = { level: "district", exposure: "residents", per: "100000", plane: "degrees", points: "no" };
const cell = (number: number) => `Cell ${number}`;

describe("areas of a map", () => {
  it("are gathered by period, with names, verdicts and whether the period is whole", () => {
    const areas = areasOf(answerOf([row("2022", "A", 5, 50, "high"), row("2022", "B", 1, 10, "few"), row("2023", "A", null, null, "none", "missing")], districts), cell);
    expect(areas?.codes).toEqual(["A", "B"]);
    expect(areas?.periods).toEqual(["2022", "2023"]);
    expect(areas?.names.get("B")).toBe("Name B");
    expect(areas?.byPeriod.get("2022")?.[0]).toMatchObject({ events: 5, rate: 50, low: 49, high: 51, verdict: "high", whole: true });
    expect(areas?.byPeriod.get("2023")?.[0]).toMatchObject({ events: null, verdict: "none", whole: false });
    expect(areas?.per).toBe(100000);
  });

  it("that are cells are numbered as one reads, from the north-west", () => {
    const answer = answerOf([row("2022", "0,0", 1, 1, "usual"), row("2022", "1000,2000", 1, 1, "usual"), row("2022", "0,2000", 1, 1, "usual")], { cell_metres: "1000", plane: "local" });
    const areas = areasOf(answer, cell);
    expect(areas?.names.get("0,2000")).toBe("Cell 1");
    expect(areas?.names.get("1000,2000")).toBe("Cell 2");
    expect(areas?.names.get("0,0")).toBe("Cell 3");
    expect(areas?.degrees).toBe(false);
    expect(areas?.cellMetres).toBe(1000);
  });

  it("without rates show shares and counts", () => {
    const areas = areasOf(answerOf([row("2022", "A", 5, null, "none")], districts), cell);
    expect(areas && measuresOf(areas)).toEqual(["share", "events"]);
  });

  it("hatch what is too few to say, but not its count", () => {
    const areas = areasOf(answerOf([row("2022", "A", 1, 10, "few")], districts), cell);
    const value = areas?.byPeriod.get("2022")?.[0];
    expect(value && hatched(value, "rate")).toBe(true);
    expect(value && hatched(value, "events")).toBe(false);
  });

  it("have steps that mean the same in every period", () => {
    const values = Array.from({ length: 10 }, (_, at) => row(at < 5 ? "2022" : "2023", `A${at}`, at, at * 10, "usual"));
    const areas = areasOf(answerOf(values, districts), cell);
    if (!areas) throw new Error("no areas");
    const { stepOf, legend } = stepsOf(areas, "rate");
    expect([0, 10, 20, 90].map(stepOf)).toEqual([0, 0, 1, 4]);
    expect(legend(String).map(({ label }) => label)).toEqual(["0 – 10", "20 – 30", "40 – 50", "60 – 70", "80 – 90"]);
  });

  it("with one value share one step; without any there is no legend", () => {
    const same = areasOf(answerOf([row("2022", "A", 5, 7, "usual"), row("2022", "B", 5, 7, "usual")], districts), cell);
    expect(same && stepsOf(same, "rate").legend(String)).toEqual([{ step: 0, verdict: "none", label: "7" }]);
    const none = areasOf(answerOf([row("2022", "A", null, null, "none")], districts), cell);
    expect(none && stepsOf(none, "rate").legend(String)).toEqual([]);
  });
});
