// What the map shows: districts or cells, period by period, from the operation `map areas`.
import { type Answer, type Cell, columnAt, factOf, numberOf, type Sheet, textOf } from "../api/answer.ts";
import type { LegendEntry, Verdict } from "../../src/document.ts";

export type Measure = "rate" | "share" | "events";

export interface AreaValue {
  row: number; // of the sheet
  code: string;
  events: number | null;
  share: number | null;
  rate: number | null;
  low: number | null; // of the rate
  high: number | null;
  verdict: Verdict;
  whole: boolean; // the register covers all of the period
}

export interface Areas {
  sheet: Sheet;
  codes: string[]; // in the order of the table
  names: Map<string, string>;
  periods: string[];
  byPeriod: Map<string, AreaValue[]>;
  level: string; // empty: cells
  cellMetres: number; // 0: districts
  exposure: "residents" | "square_kilometres" | "none";
  per: number;
  degrees: boolean;
  points: boolean; // the register has coordinates, so that cells can be shown
}

const verdicts = new Set<string>(["high", "low", "usual", "few"]);

export function areasOf(answer: Answer, cellName: (number: number) => string): Areas | null {
  const sheet = answer.sheets[0];
  if (!sheet) return null;
  const at = (id: string) => columnAt(sheet, id);
  const [period, code, name, events, share, rate, low, high, standing, status] = [
    "period", "territory_code", "territory", "events", "share", "rate", "rate_low", "rate_high", "standing", "status",
  ].map(at) as [number, number, number, number, number, number, number, number, number, number];
  const level = factOf(sheet, "level");
  const names = new Map<string, string>();
  const byPeriod = new Map<string, AreaValue[]>();
  sheet.rows.forEach((cells, row) => {
    const number = (column: number) => numberOf(cells[column] as Cell | undefined);
    const id = textOf(cells[code]);
    if (!names.has(id)) names.set(id, textOf(cells[name]) || (level ? id : ""));
    const word = textOf(cells[standing]);
    const list = byPeriod.get(textOf(cells[period])) ?? [];
    byPeriod.set(textOf(cells[period]), list);
    list.push({
      row, code: id, events: number(events), share: number(share), rate: number(rate), low: number(low), high: number(high),
      verdict: verdicts.has(word) ? (word as Verdict) : "none",
      whole: textOf(cells[status]) === "complete",
    });
  });
  if (!level) nameCells(names, cellName);
  return {
    sheet, codes: [...names.keys()], names, periods: [...byPeriod.keys()], byPeriod, level,
    cellMetres: Number(factOf(sheet, "cell_metres")) || 0,
    exposure: (factOf(sheet, "exposure") || "none") as Areas["exposure"],
    per: Number(factOf(sheet, "per")) || 0,
    degrees: factOf(sheet, "plane") !== "local",
    points: factOf(sheet, "points") === "yes",
  };
}

// Cells have no names: they are numbered as one reads, from the north-west. Codes are the metres of a corner, "x,y".
function nameCells(names: Map<string, string>, cellName: (number: number) => string): void {
  const corners = [...names.keys()].map((code) => ({ code, at: code.split(",").map(Number) as [number, number] }));
  corners.sort((a, b) => b.at[1] - a.at[1] || a.at[0] - b.at[0]);
  corners.forEach(({ code }, place) => names.set(code, cellName(place + 1)));
}

export const valueOf = (value: AreaValue, measure: Measure): number | null => value[measure];

// What can be mapped: a rate where residents or ground are known and the register is no sample.
export const measuresOf = (areas: Areas): Measure[] =>
  [...areas.byPeriod.values()].some((list) => list.some(({ rate }) => rate !== null)) ? ["rate", "share", "events"] : ["share", "events"];

// What is too few to say is hatched, unless it lies beyond the limits, which can be said. Counts are what they are.
export const hatched = (value: AreaValue, measure: Measure): boolean =>
  valueOf(value, measure) === null || (measure !== "events" && value.verdict === "few");

// Five steps with about as many areas each, over all periods: a colour means the same wherever the slider stands.
export function stepsOf(areas: Areas, measure: Measure): { stepOf: (value: number) => number; legend: (write: (value: number) => string) => LegendEntry[] } {
  const shown = [...areas.byPeriod.values()].flat().filter((value) => !hatched(value, measure)).map((value) => valueOf(value, measure) ?? 0);
  shown.sort((a, b) => a - b);
  const quantile = (share: number) => {
    const place = share * (shown.length - 1);
    const [low = 0, high = 0] = [shown[Math.floor(place)], shown[Math.ceil(place)]];
    return low + (high - low) * (place - Math.floor(place));
  };
  const breaks = shown.length === 0 ? [] : [1, 2, 3, 4].map((step) => quantile(step / 5));
  const stepOf = (value: number) => breaks.filter((one) => one < value).length;
  return {
    stepOf,
    legend: (write) =>
      [0, 1, 2, 3, 4].flatMap((step) => {
        const within = shown.filter((value) => stepOf(value) === step);
        if (within.length === 0) return [];
        const [from, to] = [write(within[0] ?? 0), write(within.at(-1) ?? 0)];
        return [{ step, verdict: "none" as const, label: from === to ? from : `${from} – ${to}` }];
      }),
  };
}
