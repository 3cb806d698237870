// A published table as people read it: the members of its first dimension down the side; across the top the periods of one
// definition, or one period's definitions; further dimensions stand beside the first. Every cell keeps its figure's id.
import { type Cell, columnAt, numberOf, type Sheet, type SheetColumn, textOf } from "../api/answer.ts";
import type { Locale } from "../../src/locale.ts";

export interface PublishedPivot {
  sheet: Sheet;
  figures: (string | undefined)[][]; // by row and column
  definitions: { id: string; name: string }[];
  definition: string; // the one that is shown; "" for all
  withheld: number;
}

const k_most_across = 12;

export function publishedTable(long: Sheet, wanted: string | null, locale: Locale): PublishedPivot {
  const at = (id: string) => columnAt(long, id);
  const definitions = [...new Map(long.rows.map((cells) => [textOf(cells[at("definition")]), textOf(cells[at("definition_name")])]))].map(([id, name]) => ({ id, name: name || id }));
  const known = definitions.some(({ id }) => id === wanted);
  // Many definitions side by side are no table that can be read: the first is shown.
  const definition = known && wanted ? wanted : wanted === "" || definitions.length <= k_most_across ? "" : (definitions[0]?.id ?? "");
  const rows = long.rows.filter((cells) => !definition || cells[at("definition")] === definition);
  const dimensions = long.columns.map(({ id }) => id).filter((id) => at(`${id}_name`) >= 0 && id !== "definition");
  const acrossOf = (cells: Cell[]) => `${textOf(cells[at("definition")])}\n${textOf(cells[at("period")])}`;
  const periods = new Set(rows.map((cells) => textOf(cells[at("period")])));
  const across = [...new Set(rows.map(acrossOf))];
  const decimals = new Map(rows.map((cells) => [acrossOf(cells), numberOf(cells[at("decimals")]) ?? 1]));
  const names = new Map(definitions.map(({ id, name }) => [id, name]));
  const labelOf = (key: string) => {
    const [id = "", period = ""] = key.split("\n");
    return definition ? locale.period(period) : [names.get(id) ?? id, periods.size > 1 ? locale.period(period) : ""].filter(Boolean).join(", ");
  };
  const text = (id: string): SheetColumn => ({ ...(long.columns[at(`${id}_name`)] as SheetColumn), id, kind: "text", detail: false });
  const side = new Map<string, Cell[][]>();
  for (const cells of rows) {
    const key = dimensions.map((id) => textOf(cells[at(id)])).join("\n");
    side.set(key, [...(side.get(key) ?? []), cells]);
  }
  const lines = [...side.values()].map((group) => {
    const heads: Cell[] = dimensions.map((id) => textOf(group[0]?.[at(`${id}_name`)]));
    const found = across.map((key) => group.find((cells) => acrossOf(cells) === key));
    return {
      cells: [...heads, ...found.map((cells) => cells?.[at("value")] ?? null)],
      figures: [...heads.map(() => undefined), ...found.map((cells) => (cells ? textOf(cells[at("figure")]) : undefined))],
    };
  });
  return {
    sheet: {
      ...long,
      columns: [...dimensions.map(text), ...across.map((key): SheetColumn => ({ id: key, label: labelOf(key), kind: "number", digits: decimals.get(key) ?? 1, detail: false, open: "" }))],
      rows: lines.map(({ cells }) => cells),
    },
    figures: lines.map(({ figures }) => figures),
    definitions,
    definition,
    withheld: rows.filter((cells) => cells[at("observation_status")] === "suppressed").length,
  };
}
