// The cells of a cube, one a row, as a table: what is counted down the side, what it is split by across the top. A value
// that is not there stays missing; totals stand only where values add up and none is missing.
import { type Cell, columnAt, type Sheet, type SheetColumn, textOf } from "../api/answer.ts";
import { isTime } from "./question.ts";

export interface Pivot {
  sheet: Sheet; // first column: the name of the row
  codes: string[]; // of the rows; "" for the total and for what is not known
  periods: string[]; // of the value columns, where they are periods
  partial: boolean; // some value covers its period only in part
}

interface Words {
  total: string;
  unknown: string;
  period: (text: string) => string;
}

const idOf = (axis: string): { code: string; name: string } =>
  isTime(axis) ? { code: "period", name: "period" } : axis.startsWith("territory:") ? { code: "territory_code", name: "territory" } : { code: "class_code", name: "class" };

export function pivot(long: Sheet, rows: string, columns: string, addsUp: boolean, words: Words): Pivot {
  const value = columnAt(long, "value");
  const status = columnAt(long, "status");
  const place = (axis: string, kind: "code" | "name") => (axis ? columnAt(long, idOf(axis)[kind]) : -1);
  const key = (cells: Cell[], at: number) => (at < 0 ? "" : textOf(cells[at]));
  const members = (axis: string) => {
    const names = new Map<string, string>();
    for (const cells of long.rows) {
      const code = key(cells, place(axis, "code"));
      const name = key(cells, place(axis, "name"));
      names.set(code, axis === "" ? words.total : isTime(axis) ? words.period(name) : name || words.unknown);
    }
    return [...names].map(([code, name]) => ({ code, name }));
  };
  const side = members(rows);
  const top = members(columns);
  const held = new Map<string, Cell>();
  let partial = false;
  for (const cells of long.rows) {
    held.set(`${key(cells, place(rows, "code"))}\n${key(cells, place(columns, "code"))}`, cells[value] ?? null);
    partial ||= cells[status] === "partial";
  }
  const sum = (values: Cell[]): Cell => (values.every((one) => typeof one === "number") ? values.reduce((total, one) => total + one, 0) : null);

  const measure = long.columns[value] as SheetColumn;
  const nameColumn: SheetColumn = { ...measure, kind: "text", id: idOf(rows).name, label: rows ? (long.columns[place(rows, "name")]?.label ?? "") : "" };
  const widened = addsUp && top.length > 1;
  const valueColumns: SheetColumn[] = top.map(({ code, name }, at) => ({ ...measure, id: code || `value-${at}`, label: columns ? name : measure.label }));
  if (widened) valueColumns.push({ ...measure, id: "_total", label: words.total });
  const lines = side.map(({ code, name }) => {
    const values = top.map((column) => held.get(`${code}\n${column.code}`) ?? null);
    return { code, cells: [name, ...values, ...(widened ? [sum(values)] : [])] as Cell[] };
  });
  if (addsUp && side.length > 1) {
    const totals = valueColumns.map((_, at) => sum(lines.map(({ cells }) => cells[at + 1] ?? null)));
    lines.unshift({ code: "", cells: [words.total, ...totals] });
  }
  return {
    sheet: { ...long, columns: [nameColumn, ...valueColumns], rows: lines.map(({ cells }) => cells) },
    codes: lines.map(({ code }) => code),
    periods: isTime(columns) ? top.map(({ code }) => code) : [],
    partial,
  };
}
