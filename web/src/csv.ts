// A table as RFC 4180 text: numbers as machines read them (decimal point, no grouping), everything else as printed.
import type { Table, TableCell } from "./document.ts";

// A spreadsheet would run a text that begins like a formula; an apostrophe in front keeps it text.
const k_formula = /^[=+\-@\t\r].+/s;

function field(text: string): string {
  const safe = k_formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function cell({ value, text }: TableCell): string {
  return value === null ? field(text) : String(value);
}

export function csvOf(table: Table): string {
  const lines = [table.columns.map((column) => field(column.label)), ...table.rows.map((row) => row.map(cell))];
  return lines.map((line) => line.join(",")).join("\r\n") + "\r\n";
}
