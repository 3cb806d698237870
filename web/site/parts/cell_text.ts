// A cell as people read it: the same as at a terminal (cli/print), in the reader's conventions.
import { type Cell, type Sheet, type SheetColumn, textOf } from "../api/answer.ts";
import type { Locale } from "../../src/locale.ts";
import type { Verdict } from "../../src/document.ts";

export const k_missing = "–";
const signed = (text: string, value: number) => (value > 0 && /[1-9]/.test(text) ? `+${text}` : text);

export function cellText(cell: Cell | undefined, column: SheetColumn, sheet: Sheet, locale: Locale): string {
  if (cell === null || cell === undefined) return column.open && /_high$/.test(column.id) ? column.open : k_missing;
  if (column.kind === "word") return sheet.words?.[column.id]?.[textOf(cell)] ?? textOf(cell);
  if (typeof cell !== "number") return written(textOf(cell), locale);
  switch (column.kind) {
    case "integer":
      return locale.number(cell, 0);
    case "percent":
      return locale.percent(cell / 100, column.digits);
    case "change":
      return signed(locale.percent(cell / 100, column.digits), cell);
    case "points":
      return signed(locale.number(cell, column.digits), cell);
    default:
      return locale.number(cell, column.digits);
  }
}

// A moment as the program writes it ("2026-11-22T13:40:58Z", "2026-11-22 07:40") in the reader's way; all else as it stands.
const k_moment = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?Z?$/;
const written = (text: string, locale: Locale): string => (k_moment.test(text) ? locale.stamp(text) : text);

export const isNumber = ({ kind }: SheetColumn): boolean => kind !== "text" && kind !== "word" && kind !== "list";

const verdicts: Record<string, Verdict> = { rise: "rise", fall: "fall", unclear: "unclear", few: "few", high: "high", low: "low", usual: "usual" };
export const verdictOf = (cell: Cell | undefined, { id, kind }: SheetColumn): Verdict =>
  kind === "word" && (id === "verdict" || id === "standing") ? (verdicts[textOf(cell)] ?? "none") : "none";
