// The form as its workbook holds it, with the cell to look at, the cells that could be meant instead, and those that
// inherit its error.
import { useEffect, useRef } from "preact/hooks";
import { type Answer, type Cell, type Row, sheetOf, textOf } from "../api/answer.ts";
import { tell } from "../api/ask.ts";
import { useAsked } from "../api/use_answer.ts";
import type { GivenFile } from "../pages/forms.tsx";
import { Answered } from "../parts/answered.tsx";
import { useSite } from "../site.ts";

interface Props {
  cause: Row;
  file: GivenFile | undefined;
  period: string;
  inherits: string[]; // "R1[188].g3"
  alternatives: string[];
}

// "R1[188].g3" in the sheet at hand: article and graph.
function addressIn(sheet: string, text: string): string | null {
  const [, own, row, graph] = /^(?:[^:]+:)?([^[]+)\[([^\]]*)\]\.(.+)$/.exec(text) ?? [];
  return own === sheet && row !== undefined && graph !== undefined ? `${row}|${graph}` : null;
}

export function MarkedForm({ cause, file, period, inherits, alternatives }: Props) {
  const { say, language } = useSite();
  const sheet = textOf(cause["sheet"]);
  const parameters = file && { id: textOf(cause["form"]), sheet, file: file.given, period, lang: language };
  const asked = useAsked(parameters ? JSON.stringify(parameters) : null, async () => (await tell("form show", parameters ?? {})) as Answer);
  const marks = new Map<string, "inherits" | "alternative" | "suspect">();
  for (const text of inherits) marks.set(addressIn(sheet, text) ?? "", "inherits");
  for (const text of alternatives) marks.set(addressIn(sheet, text) ?? "", "alternative");
  marks.set(`${textOf(cause["article"])}|${textOf(cause["suspect_graph"])}`, "suspect");
  return (
    <div class="marked">
      <ul class="key">
        <li><span class="swatch suspect" /> {say("site.forms.mark.suspect")}</li>
        {alternatives.length > 0 && <li><span class="swatch alternative" /> {say("site.forms.mark.alternative")}</li>}
        {inherits.length > 0 && <li><span class="swatch inherits" /> {say("site.forms.mark.inherits")}</li>}
      </ul>
      <Answered of={asked}>{(answer) => <FormTable answer={answer} marks={marks} />}</Answered>
    </div>
  );
}

function FormTable({ answer, marks }: { answer: Answer; marks: Map<string, string> }) {
  const { say, locale } = useSite();
  const frame = useRef<HTMLDivElement>(null);
  const sheet = sheetOf(answer, "form_figures");
  useEffect(() => {
    const [box, cell] = [frame.current, frame.current?.querySelector<HTMLElement>("td.suspect")];
    if (!box || !cell) return;
    box.scrollTop = cell.offsetTop - box.clientHeight / 2;
    box.scrollLeft = cell.offsetLeft - box.clientWidth / 2;
  }, [sheet]);
  if (!sheet) return null;
  const write = (cell: Cell | undefined, digits: number) => (typeof cell === "number" ? locale.number(cell, digits) : textOf(cell));
  return (
    <div class="table-frame form-table" role="group" aria-label={sheet.title} tabIndex={0} ref={frame}>
      <table>
        <caption>{sheet.title}</caption>
        <thead>
          <tr>
            {sheet.columns.map(({ id, label }, at) => (
              <th key={id} scope="col" class={at > 1 ? "number" : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((cells, row) => (
            <tr key={row}>
              {sheet.columns.map(({ id, digits, kind }, at) => {
                if (at === 0) return <th key={id} scope="row">{textOf(cells[0])}</th>;
                if (at === 1) return <td key={id} class="form-name">{textOf(cells[1])}</td>;
                const mark = marks.get(`${textOf(cells[0])}|${id}`);
                return (
                  <td key={id} class={`number ${mark ?? ""}`}>
                    {write(cells[at], kind === "integer" ? 0 : digits)}
                    {mark && <span class="unseen"> ({say(`site.forms.mark.${mark}` as "site.forms.mark.suspect")})</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
