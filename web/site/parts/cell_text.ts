// A cell as people read it: the same as at a terminal (cli/print), in the reader's conventions.
import { type Cell, type Sheet, type SheetColumn, textOf } from "../api/answer.ts";
import type { Locale } from "../../src/locale.ts";
import type { Verdict } from "../../src/document.ts";

export const k_missing = "–";
const signed = (text: string, value: number) => (value > 0 && /[1-9]/.test(text) ? `+${text}` : text);

export function cellText(cell: Cell | undefined, column: SheetColumn, sheet: Sheet, locale: Locale): string {
  if (cell === null || cell === undefined) return column.open && /_high$/.test(column.id) ? column.open : k_missing;
  if (column.kind === "word") return sheet.words?.[column.id]?.[textOf(cell)] ?? textOf(cell);
  if (typeof cell !== "number") return written(textOf(cell), column, locale);
  switch (column.kind) {
    case "integer":
      return locale.number(cell, 0);
    case "percent":
      return locale.percent(cell / 100, column.digits);
    case "change":
      return signed(locale.percent(cell / 100, column.digits), cell);
    case "points":
      return signed(locale.number(cell, column.digits), cell);
    case "number":
      return locale.number(cell, column.digits);
    default: // a whole number among words has no decimals to show
      return locale.number(cell);
  }
}

// Moments as the program writes them ("2026-11-22T13:40:58Z", "2026-11-22 07:40") in the reader's way; all else as it stands.
// That it is not the centre's clock is said where the head of the column does not say it.
const k_universal = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/g;
const k_moment = /^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/;
const written = (text: string, { label }: SheetColumn, locale: Locale): string =>
  k_moment.test(text) ? locale.stamp(text) : text.replace(k_universal, (moment) => locale.stamp(moment) + (label.includes("UTC") ? "" : "\u00a0UTC"));

export const isNumber = ({ kind }: SheetColumn): boolean => kind !== "text" && kind !== "word" && kind !== "list";

const verdicts: Record<string, Verdict> = { rise: "rise", fall: "fall", unclear: "unclear", few: "few", high: "high", low: "low", usual: "usual" };
export const verdictOf = (cell: Cell | undefined, { id, kind }: SheetColumn): Verdict =>
  kind === "word" && (id === "verdict" || id === "standing") ? (verdicts[textOf(cell)] ?? "none") : "none";
