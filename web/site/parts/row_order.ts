// The order of a table's rows: as the program gave them, or by a column that the reader chose. It stands in the address:
// sort=<sheet>.<column>, with a minus for the largest first.
import { useMemo } from "preact/hooks";
import { type Cell, type Sheet, type SheetColumn, textOf } from "../api/answer.ts";
import { go, usePlace, withParameters } from "../router.ts";
import { useSite } from "../site.ts";
import { compareIn, type Compare } from "../../src/sorting.ts";
import { isNumber } from "./cell_text.ts";

export type Direction = "ascending" | "descending";
export interface Sorting {
  column: string;
  direction: Direction;
}

// Rows whose value is missing stay last in both directions; the first `pinned` rows (totals) stay first; equal ones keep their order.
export function orderOf(sheet: Sheet, sorting: Sorting | null, pinned: number, compare: Compare): number[] {
  const places = sheet.rows.map((_, row) => row);
  const at = sorting ? sheet.columns.findIndex(({ id }) => id === sorting.column) : -1;
  const column = sheet.columns[at];
  if (!sorting || !column) return places;
  const sign = sorting.direction === "ascending" ? 1 : -1;
  const written = (cell: Cell | undefined) => sheet.words?.[column.id]?.[textOf(cell)] ?? textOf(cell);
  const missing = (cell: Cell | undefined) => cell === null || cell === undefined || cell === "";
  const between = (a: number, b: number): number => {
    const [left, right] = [sheet.rows[a]?.[at], sheet.rows[b]?.[at]];
    if (missing(left) || missing(right)) return Number(missing(left)) - Number(missing(right));
    const order = typeof left === "number" && typeof right === "number" ? left - right : compare(written(left), written(right));
    return sign * order;
  };
  return [...places.slice(0, pinned), ...places.slice(pinned).sort(between)];
}

// A first press sorts numbers from the largest and names from A, a second turns that round, a third gives the program's order back.
export function nextOf(sorting: Sorting | null, column: SheetColumn): Sorting | null {
  const first: Direction = isNumber(column) ? "descending" : "ascending";
  if (sorting?.column !== column.id) return { column: column.id, direction: first };
  return sorting.direction === first ? { column: column.id, direction: first === "ascending" ? "descending" : "ascending" } : null;
}

export function useRowOrder(sheet: Sheet, pinned: number): { order: number[]; sorting: Sorting | null; sortBy: (column: SheetColumn) => void } {
  const { language } = useSite();
  const { parameters } = usePlace();
  const compare = useMemo(() => compareIn(language), [language]);
  const said = parameters.get("sort") ?? "";
  const [own, column] = [said.replace(/^-/, "").startsWith(`${sheet.id}.`), said.replace(/^-/, "").slice(sheet.id.length + 1)];
  const sorting: Sorting | null = own && sheet.columns.some(({ id }) => id === column) ? { column, direction: said.startsWith("-") ? "descending" : "ascending" } : null;
  const order = useMemo(() => orderOf(sheet, sorting, pinned, compare), [sheet, said, pinned, compare]);
  const sortBy = (by: SheetColumn) => {
    const next = nextOf(sorting, by);
    go(withParameters(parameters, { sort: next && `${next.direction === "descending" ? "-" : ""}${sheet.id}.${next.column}` }), { replace: true });
  };
  return { order, sorting, sortBy };
}
