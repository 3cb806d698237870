// What the Statistics page asks, read from the address, and the operation that answers it.
import type { AxisWord, RegisterAxes } from "../api/axes.ts";
import type { Parameters } from "../api/ask.ts";

// Rows and columns are "class:<level>", "territory:<level>", "year", "quarter", "month" or "" (one row, one column);
// columns can also be "last_year": against the same period of the year before.
export interface Question {
  register: string;
  rows: string;
  columns: string;
  measure: string; // "count", "rate", "share", "sum:<quantity>"
  period: string;
  cumulative: boolean;
  per: string;
  in: string[];
  class: string[];
  where: string[];
  knownOn: string;
}

export const k_last_year = "last_year";
export const k_units_of_time = ["year", "quarter", "month"] as const;
export const isTime = (axis: string): boolean => (k_units_of_time as readonly string[]).includes(axis);
const kindOf = (axis: string): string => (isTime(axis) ? "time" : (axis.split(":")[0] ?? ""));

function defaultRows({ classLevels, territoryLevels }: RegisterAxes): string {
  const many = (level: AxisWord) => level.members > 1 && level.members <= 60;
  const territory = territoryLevels.filter(many).at(-1);
  const classes = classLevels.find(many);
  return classes ? `class:${classes.id}` : territory ? `territory:${territory.id}` : "";
}

export function readQuestion(parameters: URLSearchParams, registers: RegisterAxes[]): { question: Question; register: RegisterAxes } | null {
  // A territory or a class that was searched for leads to the first register that knows its axis.
  const axis = parameters.get("axis");
  const knows = (one: RegisterAxes) => [...one.territoryLevels, ...one.classLevels].some((level) => level.axis === axis);
  const register = registers.find(({ id }) => id === parameters.get("register")) ?? (axis ? registers.find(knows) : undefined) ?? registers[0];
  if (!register) return null;
  const columns = parameters.get("columns") ?? k_last_year;
  const rows = parameters.get("rows") ?? defaultRows(register);
  const question: Question = {
    register: register.id,
    rows: columns === k_last_year && isTime(rows) ? "" : rows,
    columns: columns !== k_last_year && kindOf(columns) === kindOf(rows) ? "" : columns,
    measure: parameters.get("measure") ?? "count",
    period: parameters.get("period") ?? "",
    cumulative: parameters.get("cumulative") !== null,
    per: parameters.get("per") ?? "",
    in: parameters.getAll("in"),
    class: parameters.getAll("class"),
    where: parameters.getAll("where"),
    knownOn: parameters.get("known-on") ?? "",
  };
  return { question, register };
}

const levelOf = (axes: string[], kind: string) => axes.find((axis) => axis.startsWith(`${kind}:`))?.slice(kind.length + 1);

export function askedBy(question: Question): { operation: string; parameters: Parameters } {
  const { register, rows, columns, measure, period, cumulative, per } = question;
  const [kind = "count", quantity] = measure.split(":");
  const axes = [rows, columns];
  const shared: Parameters = {
    register,
    territory: levelOf(axes, "territory"),
    "class-level": levelOf(axes, "class"),
    quantity,
    per,
    in: question.in,
    class: question.class,
    where: question.where,
    "known-on": question.knownOn,
  };
  if (columns === k_last_year)
    return { operation: "table build", parameters: { ...shared, period, cumulative, funnel: rows.startsWith("territory:") } };
  return { operation: "cube query", parameters: { ...shared, measure: kind, every: axes.find(isTime), period: cumulative ? fromJanuary(period) : period } };
}

// "2022-09" from January on is "2022-01..2022-09".
export function fromJanuary(period: string): string {
  const [, year] = /^(\d{4})-/.exec(period) ?? [];
  return year ? `${year}-01..${period}` : period;
}
