// The table as people read it: names lead, codes stand among the details.
import type { Sheet } from "../api/answer.ts";

export function namesFirst(sheet: Sheet): Sheet {
  const isCode = (id: string) => /_code$/.test(id);
  const order = sheet.columns.map((column, at) => ({ column, at }));
  const sorted = [...order.filter(({ column }) => !isCode(column.id)), ...order.filter(({ column }) => isCode(column.id))];
  return {
    ...sheet,
    columns: sorted.map(({ column }) => (isCode(column.id) ? { ...column, detail: true } : column)),
    rows: sheet.rows.map((cells) => sorted.map(({ at }) => cells[at] ?? null)),
  };
}

// A rate says in its head of how many it is.
export const rateCalled = (sheet: Sheet, label: string): Sheet => ({ ...sheet, columns: sheet.columns.map((column) => (column.id === "rate" ? { ...column, label } : column)) });
