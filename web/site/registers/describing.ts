// What a person says of a file that nobody has described yet, and how it stands in the address: the operation's own words.
import { type Answer, type Cell, numberOf, rowsOf, sheetOf, textOf } from "../api/answer.ts";
import type { Parameters } from "../api/ask.ts";
import { languages } from "../words.ts";

export interface Take {
  role: string;
  detail: string; // format, level, scheme or unit of measure; empty: what fits best
}

export interface Choices {
  takes: Record<string, Take>; // by column; the others are guessed
  facts: Record<string, string>; // of the file as a whole, and of the register: the operation's parameters
  titles: Record<string, string>; // by language
  events: Record<string, string>;
}

export const nothing: Choices = { takes: {}, facts: {}, titles: {}, events: {} };
const facts = ["name", "source", "time", "territory", "crs", "decimal", "delimiter", "encoding", "worksheet", "skip-lines"];

// One column at most has a single role: who had it before by choice is guessed anew.
export function taken({ takes, ...others }: Choices, column: string, take: Take, singles: ReadonlySet<string>): Choices {
  const kept = Object.entries(takes).filter(([name, { role }]) => name !== column && !(role === take.role && singles.has(role)));
  return { ...others, takes: { ...Object.fromEntries(kept), [column]: take } };
}

const named = (names: Record<string, string>) => Object.entries(names).filter(([, text]) => text.trim()).map(([language, text]) => `${language}=${text.trim()}`);

// As the operation takes them.
export const parametersOf = ({ takes, facts: said, titles, events }: Choices): Parameters => ({
  ...said,
  take: Object.entries(takes).map(([column, { role, detail }]) => `${column}=${role}${detail && `:${detail}`}`),
  title: named(titles),
  event: named(events),
});

const k_take = /^(.+)=(key|time|until|x|y|unit|within|class|quantity|count|attribute|text|ignored)(?::(.*))?$/s;

function namesIn(parameters: URLSearchParams, parameter: string): Record<string, string> {
  const names: Record<string, string> = {};
  for (const one of parameters.getAll(parameter)) {
    const language = languages.find((known) => one.startsWith(`${known}=`));
    if (language) names[language] = one.slice(language.length + 1);
  }
  return names;
}

export function choicesIn(parameters: URLSearchParams): Choices {
  const takes: Record<string, Take> = {};
  for (const one of parameters.getAll("take")) {
    const [, column, role, detail = ""] = k_take.exec(one) ?? [];
    if (column && role) takes[column] = { role, detail };
  }
  const said = facts.flatMap((name) => (parameters.get(name) ? [[name, parameters.get(name) ?? ""] as const] : []));
  return { takes, facts: Object.fromEntries(said), titles: namesIn(parameters, "title"), events: namesIn(parameters, "event") };
}

export function inAddress(choices: Choices): Record<string, string | string[] | null> {
  const { take, title, event, ...said } = parametersOf(choices);
  const cleared = Object.fromEntries(facts.map((name) => [name, null]));
  return { ...cleared, ...(said as Record<string, string>), take: take as string[], title: title as string[], event: event as string[] };
}

// What the program understood, as the page shows it.
export interface Alternative {
  value: string;
  label: string;
  known: number | null; // so many of `of` values fit
  of: number | null;
}

export interface Column {
  name: string;
  examples: string[];
  role: string;
  guessed: string;
  detail: string;
  reason: string;
  known: number;
  different: number;
  alternatives: Alternative[];
}

export interface FileFact {
  id: string;
  value: string;
  reason: string;
  label: string;
  alternatives: Alternative[];
}

const list = (cell: Cell | undefined): string[] => (Array.isArray(cell) ? cell : []);

function alternativesOf(answer: Answer, column: string, what: string): Alternative[] {
  return rowsOf(sheetOf(answer, "alternatives"))
    .filter((row) => textOf(row["column"]) === column && textOf(row["what"]) === what)
    .map((row) => ({ value: textOf(row["value"]), label: textOf(row["label"]), known: numberOf(row["known"]), of: numberOf(row["of"]) }));
}

export const columnsIn = (answer: Answer): Column[] =>
  rowsOf(sheetOf(answer, "proposal")).map((row) => {
    const [name, role] = [textOf(row["column"]), textOf(row["role"])];
    return {
      name,
      role,
      examples: list(row["examples"]),
      guessed: textOf(row["guessed"]),
      detail: textOf(row["detail"]),
      reason: textOf(row["reasons"]),
      known: numberOf(row["known"]) ?? 0,
      different: numberOf(row["different"]) ?? 0,
      alternatives: alternativesOf(answer, name, role),
    };
  });

export function factsIn(answer: Answer): FileFact[] {
  const sheet = sheetOf(answer, "file");
  return rowsOf(sheet).map((row) => {
    const id = textOf(row["file_fact"]);
    return { id, value: textOf(row["value"]), reason: textOf(row["reasons"]), label: sheet?.words?.["file_fact"]?.[id] ?? id, alternatives: alternativesOf(answer, "", id) };
  });
}

export interface RoleWord {
  id: string;
  name: string;
  single: boolean;
}

export function rolesIn(answer: Answer): RoleWord[] {
  const sheet = sheetOf(answer, "roles");
  return rowsOf(sheet).map((row) => {
    const id = textOf(row["role"]);
    return { id, name: sheet?.words?.["role"]?.[id] ?? id, single: row["single"] === 1 };
  });
}
