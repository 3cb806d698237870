// What the server answers (app/sheet.hpp as JSON): tables whose cells stand in the order of the columns.

export type CellKind = "text" | "integer" | "number" | "percent" | "change" | "points" | "word" | "list";
export type Cell = string | number | string[] | null; // missing is null

export interface SheetColumn {
  id: string; // the same in every language
  label: string;
  kind: CellKind;
  digits: number;
  detail: boolean; // shown on request
  open: string; // what people read for an unbounded end
}
export interface Fact {
  id: string;
  label: string;
  value: string;
}
export interface Sheet {
  id: string;
  title: string;
  note: string;
  header: Fact[];
  columns: SheetColumn[];
  rows: Cell[][];
  words?: Record<string, Record<string, string>>; // column → code → what people read
}
export interface Said {
  key: string;
  text: string;
}
export interface Answer {
  sheets: Sheet[];
  said: Said[];
  document: string | null;
  finding: boolean;
}

export const sheetOf = (answer: Answer, id: string): Sheet | undefined => answer.sheets.find((sheet) => sheet.id === id);
export const columnAt = (sheet: Sheet, id: string): number => sheet.columns.findIndex((column) => column.id === id);

// A row by the names of its columns.
export type Row = Record<string, Cell>;
export const rowsOf = (sheet: Sheet | undefined): Row[] =>
  sheet?.rows.map((cells) => Object.fromEntries(sheet.columns.map(({ id }, at) => [id, cells[at] ?? null]))) ?? [];
export const factOf = (sheet: Sheet, id: string): string => sheet.header.find((fact) => fact.id === id)?.value ?? "";

export const textOf = (cell: Cell | undefined): string => (cell == null ? "" : Array.isArray(cell) ? cell.join("; ") : String(cell));
export const numberOf = (cell: Cell | undefined): number | null => (typeof cell === "number" ? cell : null);
