// A published forecast as a page draws it: from the sheets of `forecast show`.
import { type Answer, numberOf, type Row, rowsOf, sheetOf, textOf } from "../api/answer.ts";
import type { Locale } from "../../src/locale.ts";
import type { Fan } from "../../src/figures/fan.ts";

export interface Node {
  series: string;
  level: string; // "together", "territory", "class", "cell", "series"
  name: string;
  parents: string[];
  entry: number | null; // in the ledger
}

const listOf = (row: Row, id: string): string[] => {
  const cell = row[id];
  return Array.isArray(cell) ? cell : textOf(cell).split("; ").filter(Boolean);
};

export function nodesOf(answer: Answer, together: string): Node[] {
  return rowsOf(sheetOf(answer, "hierarchy")).map((row) => ({
    series: textOf(row["series"]),
    level: textOf(row["level"]),
    name: [textOf(row["territory_name"]), textOf(row["class_name"])].filter(Boolean).join(" · ") || (textOf(row["level"]) === "together" ? together : textOf(row["series"])),
    parents: listOf(row, "parents"),
    entry: numberOf(row["entry"]),
  }));
}

export const rootOf = (nodes: Node[]): Node | undefined => nodes.find(({ level }) => level === "together") ?? nodes.find(({ parents }) => parents.length === 0) ?? nodes[0];

// "2022-09-01" of a monthly forecast is September 2022.
export function periodText(locale: Locale, t: string, every: string): string {
  const day = /^(\d{4})-(\d\d)-\d\d$/.exec(t);
  if (!day) return locale.period(t);
  const [, year = "", month = ""] = day;
  if (every === "year") return year;
  if (every === "month") return locale.period(`${year}-${month}`);
  if (every === "quarter") return locale.period(`${year}-Q${Math.ceil(Number(month) / 3)}`);
  return locale.period(t);
}

export interface Step {
  t: string;
  ahead: number;
  mean: number | null;
  ranges: { level: string; low: number | null; high: number | null }[]; // the widest first
  lastYear: number | null;
  first: number | null; // the truth as it was known first
  revised: number | null;
  late: boolean;
}

export function stepsOf(answer: Answer, series: string): Step[] {
  const sheet = sheetOf(answer, "published_steps");
  const levels = (sheet?.columns ?? []).flatMap(({ id }) => /^lower_(.+)$/.exec(id)?.[1] ?? []).sort((a, b) => Number(b) - Number(a));
  return rowsOf(sheet)
    .filter((row) => textOf(row["series"]) === series)
    .map((row) => ({
      t: textOf(row["t"]),
      ahead: numberOf(row["ahead"]) ?? 0,
      mean: numberOf(row["mean"]),
      ranges: levels.map((level) => ({ level, low: numberOf(row[`lower_${level}`]), high: numberOf(row[`upper_${level}`]) })),
      lastYear: numberOf(row["last_year"]),
      first: numberOf(row["first"]),
      revised: numberOf(row["revised"]),
      late: textOf(row["published"]) === "late",
    }));
}

// Two ranges are enough for the eye: 95 and 80 where they are, else the widest and one in the middle.
export function chosenLevels(levels: string[]): string[] {
  const wanted = ["95", "80"].filter((level) => levels.includes(level));
  if (wanted.length === 2 || levels.length < 2) return wanted.length > 0 ? wanted : levels;
  return [levels[0] ?? "", levels[Math.floor(levels.length / 2)] ?? ""];
}

export function fanOf(answer: Answer, series: string, write: (t: string) => string, words: Fan["words"]): Fan {
  const history = rowsOf(sheetOf(answer, "history")).filter((row) => textOf(row["series"]) === series);
  const steps = stepsOf(answer, series);
  const before = history.map(() => null);
  const after = steps.map(() => null);
  const levels = chosenLevels(steps[0]?.ranges.map(({ level }) => level) ?? []);
  const range = (level: string) => steps.map((step) => step.ranges.find((one) => one.level === level));
  return {
    periods: [...history.map((row) => write(textOf(row["t"]))), ...steps.map(({ t }) => write(t))],
    history: [...history.map((row) => numberOf(row["at_cut"]) ?? numberOf(row["revised"])), ...after],
    mean: [...before, ...steps.map(({ mean }) => mean)],
    lastYear: [...before, ...steps.map(({ lastYear }) => lastYear)],
    truth: [...before, ...steps.map(({ first, revised }) => revised ?? first)],
    ranges: levels.map((level) => ({ name: level, low: [...before, ...range(level).map((one) => one?.low ?? null)], high: [...before, ...range(level).map((one) => one?.high ?? null)] })),
    words,
  };
}
