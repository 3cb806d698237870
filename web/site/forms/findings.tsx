// What is wrong, cause by cause: the relation that does not hold, the cells to look at first, and the form with the cell
// marked.
import { type Answer, type Cell, numberOf, type Row, rowsOf, sheetOf, textOf } from "../api/answer.ts";
import type { GivenFile } from "../pages/forms.tsx";
import { SheetTable } from "../parts/sheet_table.tsx";
import { go, usePlace, withParameters } from "../router.ts";
import { useSite } from "../site.ts";
import { csvOf } from "../../src/csv.ts";
import { download } from "../../src/download.ts";
import { MarkedForm } from "./marked_form.tsx";

const listed = (cell: Cell | undefined): string[] => (Array.isArray(cell) ? cell : textOf(cell).split("; ").filter(Boolean));

// A line of a table has room for the first of many; what is chosen tells them all.
const k_most_shown = 3;
const first = (cell: Cell | undefined): string => {
  const all = listed(cell);
  return all.length <= k_most_shown ? all.join("; ") : `${all.slice(0, k_most_shown).join("; ")} … (${all.length})`;
};

export function Findings({ answer, files }: { answer: Answer; files: GivenFile[] }) {
  const { say, locale } = useSite();
  const { parameters } = usePlace();
  const exact = (cell: Cell | undefined) => (numberOf(cell) === null ? "–" : locale.number(numberOf(cell) ?? 0));
  const sheet = sheetOf(answer, "findings");
  const causes = rowsOf(sheetOf(answer, "causes"));
  if (!sheet) return null;
  const rows = rowsOf(sheet);
  const chosen = parameters.get("finding");
  // By its number: one relation can be broken on several sheets, each a finding of its own.
  const at = rows.findIndex((row) => textOf(row["finding"]) === chosen);
  const choose = (finding: string | null) => go(withParameters(parameters, { finding, cause: null }), { replace: true });
  const own = rows[at];
  // Whatever is pressed of a finding, its relation says what was expected, what stands there and why.
  const opens = (row: number, text: string) => {
    const finding = textOf(rows[row]?.["finding"]);
    return (
      <button type="button" class="cell" aria-expanded={finding === chosen} onClick={() => choose(finding === chosen ? null : finding)}>
        {text}
      </button>
    );
  };
  return (
    <>
      <h2>{say("site.forms.findings")}</h2>
      <SheetTable
        sheet={{ ...sheet, header: [] }}
        selectedRow={at}
        render={{
          // As many digits as each has: 243,000 would be read as thousands.
          expected: (row) => opens(row, exact(rows[row]?.["expected"])),
          found: (row) => opens(row, exact(rows[row]?.["found"])),
          explains_checks: (row) => opens(row, exact(rows[row]?.["explains_checks"])),
          relation: (row) => opens(row, textOf(rows[row]?.["relation"])),
          article: (row) => first(rows[row]?.["article"]),
          graph: (row) => first(rows[row]?.["graph"]),
          regions: (row) => first(rows[row]?.["regions"]),
        }}
      />
      <p class="tools">
        <button type="button" onClick={() => download("findings.csv", "text/csv;charset=utf-8", "\ufeff" + asCsv(answer))}>
          {say("page.download_csv")}
        </button>
      </p>
      {own && <Finding key={chosen} row={own} rowsLabel={sheet.columns.find(({ id }) => id === "article")?.label ?? ""} causes={causes.filter((cause) => textOf(cause["finding"]) === chosen)} files={files} />}
    </>
  );
}

// The causes where there are some — the cells to correct — else the findings.
function asCsv(answer: Answer): string {
  const sheet = sheetOf(answer, "causes") ?? sheetOf(answer, "findings");
  if (!sheet) return "";
  const cell = (value: Cell) => ({ text: textOf(value), value: numberOf(value), verdict: "none" as const });
  return csvOf({ caption: sheet.title, note: "", columns: sheet.columns.map(({ label, kind }) => ({ label, number: kind === "number" })), rows: sheet.rows.map((row) => row.map(cell)) });
}

function Finding({ row, rowsLabel, causes, files }: { row: Row; rowsLabel: string; causes: Row[]; files: GivenFile[] }) {
  const { say, locale } = useSite();
  const { parameters } = usePlace();
  const number = (cell: Cell | undefined) => (numberOf(cell) === null ? "–" : locale.number(numberOf(cell) ?? 0));
  const at = Number(parameters.get("cause") ?? (causes.length === 1 ? "0" : "-1"));
  const cause = causes[at];
  const choose = (place: number | null) => go(withParameters(parameters, { cause: place === null ? null : String(place) }), { replace: true });
  const note = textOf(row["relation_note"]);
  const inherits = [...new Set(listed(row["explains"]))];
  return (
    <section class="cause" aria-labelledby="finding-heading">
      <h3 id="finding-heading">{say("site.forms.relation", { relation: textOf(row["relation"]) })}</h3>
      {note && <p class="read">{note}</p>}
      <p class="read">
        <code>{textOf(row["holds"])}</code>
      </p>
      <dl class="facts">
        <div>
          <dt>{say("site.forms.expected")}</dt>
          <dd>{number(row["expected"])}</dd>
        </div>
        <div>
          <dt>{say("site.forms.stands")}</dt>
          <dd>{number(row["found"])}</dd>
        </div>
        {listed(row["regions"]).length > 0 && (
          <div>
            <dt>{say("site.forms.where")}</dt>
            <dd>{listed(row["regions"]).join(", ")}</dd>
          </div>
        )}
        {listed(row["article"]).length > k_most_shown && (
          <div>
            <dt>{rowsLabel}</dt>
            <dd>{listed(row["article"]).join(", ")}</dd>
          </div>
        )}
        {inherits.length > 0 && (
          <div>
            <dt>{say("site.forms.inherits", { count: String(inherits.length) })}</dt>
            <dd>{inherits.slice(0, 12).join("; ") + (inherits.length > 12 ? " …" : "")}</dd>
          </div>
        )}
      </dl>
      {textOf(row["throughout"]) === "yes" && <p class="read">{say("site.forms.throughout")}</p>}
      {causes.length > 0 && (
        <>
          <h4>{say("site.forms.look_first")}</h4>
          <ul class="causes">
            {causes.map((one, place) => (
              <li key={place}>
                <p>
                  <strong>{textOf(one["workbook_cell"]) || textOf(one["suspect"])}</strong> · {textOf(one["territory"]) || textOf(one["region"])}
                  {files[(numberOf(one["given"]) ?? 0) - 1] && <> · <span class="file">{files[(numberOf(one["given"]) ?? 0) - 1]?.name}</span></>}
                </p>
                <p>
                  {numberOf(one["should_be"]) === null
                    ? say("site.forms.cause", { found: number(one["found"]), expected: number(one["expected"]), cell: textOf(one["suspect"]) })
                    : say("site.forms.cause.cell", { stands: number(one["stands"]), should: number(one["should_be"]), cell: textOf(one["suspect"]) })}
                </p>
                {numberOf(one["given"]) !== null && (
                  <button type="button" aria-expanded={place === at} onClick={() => choose(place === at ? null : place)}>
                    {say("site.forms.show_in_form")}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {cause && <MarkedForm key={at} cause={cause} file={files[(numberOf(cause["given"]) ?? 0) - 1]} period={parameters.get("period") ?? ""} inherits={listed(cause["inherits"])} alternatives={listed(cause["alternatives"])} />}
    </section>
  );
}
