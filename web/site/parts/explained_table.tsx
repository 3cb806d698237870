// A sheet whose numbers each say what they are: what their column counts, in words, and where they come from. Which one is
// asked stands in the address.
import type { ComponentProps } from "preact";
import { columnAt, type Fact, type SheetColumn, textOf } from "../api/answer.ts";
import { go, usePlace, withParameters } from "../router.ts";
import { useSite } from "../site.ts";
import type { SiteKey } from "../words.ts";
import { cellText } from "./cell_text.ts";
import { Explanation, type Explained } from "./explanation.tsx";
import { SheetTable } from "./sheet_table.tsx";

interface Props extends Omit<ComponentProps<typeof SheetTable>, "onExplain" | "asked"> {
  whose: string; // tells its figures from others of the page
  define: Record<string, SiteKey>; // what a column counts; columns without it cannot be asked
  keyed: string; // the column that tells a row from the others
  nameOf: (row: number) => string;
  facts: (row: number) => Fact[];
  more?: (row: number, column: string) => Explained["more"];
}

export function ExplainedTable({ whose, define, keyed, nameOf, facts, more, ...table }: Props) {
  const { say, locale } = useSite();
  const { parameters } = usePlace();
  const { sheet } = table;
  const key = (row: number) => textOf(sheet.rows[row]?.[columnAt(sheet, keyed)]);
  const ask = (figure: string | null) => go(withParameters(parameters, { figure }), { replace: true });
  const [owner, wanted, id = ""] = (parameters.get("figure") ?? "").split("~");
  const row = owner === whose ? sheet.rows.findIndex((_, at) => key(at) === wanted) : -1;
  const place = columnAt(sheet, id);
  const [column, defined] = [sheet.columns[place], define[id]];
  const explained = (of: SheetColumn, means: SiteKey): Explained => {
    const on = more?.(row, id);
    return { row: nameOf(row), column: of.label, value: cellText(sheet.rows[row]?.[place], of, sheet, locale), definition: { text: say(means), id: "" }, facts: facts(row), ...(on ? { more: on } : {}) };
  };
  return (
    <>
      <SheetTable {...table} asked={Object.keys(define)} onExplain={({ row: at, column: of }) => ask([whose, key(at), sheet.columns[of]?.id].join("~"))} />
      {row >= 0 && column && defined && <Explanation figure={explained(column, defined)} onClose={() => ask(null)} />}
    </>
  );
}
