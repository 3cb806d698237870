// Indicators of forms by territory, each bound to its written definition, and one question under all its definitions.
import { columnAt, numberOf, rowsOf, type Sheet, textOf } from "../api/answer.ts";
import type { RegisterAxes } from "../api/axes.ts";
import { useAnswer } from "../api/use_answer.ts";
import { Answered } from "../parts/answered.tsx";
import { cellText } from "../parts/cell_text.ts";
import { type Choice, Select } from "../parts/field.tsx";
import { LinkedFigure } from "../parts/linked_figure.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { PeriodChoice } from "../parts/period_choice.tsx";
import { SheetTable } from "../parts/sheet_table.tsx";
import { SubjectChoice } from "../pages/statistics.tsx";
import { go, usePlace, withParameters } from "../router.ts";
import { useSite } from "../site.ts";
import { Exports } from "./exports.tsx";
import { namesFirst } from "./table.ts";

const k_years_back = 12;

export function Indicators({ registers, question }: { registers: RegisterAxes[]; question: string }) {
  const { say, locale } = useSite();
  const { parameters } = usePlace();
  const list = useAnswer("indicator list", {});
  const periods = useAnswer("form list", {});
  const known = rowsOf(list.answer?.sheets[0]);
  const bare = (id: string) => id.replace(/:v\d+$/, "");
  const definition = known.find((row) => bare(textOf(row["definition"])) === bare(question) || row["question"] === question);
  const id = textOf(definition?.["definition"]);
  const now = new Date().getFullYear();
  const years = Array.from({ length: k_years_back }, (_, at) => String(now - at));
  const kept = textOf(rowsOf(periods.answer?.sheets[0])[0]?.["last_period"]);
  const period = parameters.get("period") ?? (kept || String(now - 1));
  const asked = { indicator: id, period, ...(parameters.get("form-row") ? { row: parameters.get("form-row") } : {}) };
  const values = useAnswer("indicator compute", id ? asked : null);
  const change = (changes: Record<string, string | null>) => go(withParameters(parameters, { row: null, ...changes }), { replace: true });
  const choices: Choice[] = known.map((row) => ({ value: textOf(row["definition"]), label: textOf(row["name"]), group: textOf(row["question"]) }));

  return (
    <>
      <PageHead title={textOf(definition?.["name"]) || say("site.statistics.indicators")} lead={locale.period(period)} />
      <form class="controls" onSubmit={(event) => event.preventDefault()} aria-label={say("site.statistics.question")}>
        <SubjectChoice registers={registers} value={"\n"} />
        <Select label={say("site.statistics.indicator")} choices={choices} value={id} onChoose={(next) => change({ indicator: next })} />
        <PeriodChoice years={years} value={{ period, cumulative: false }} onChoose={(next) => change({ period: next.period })} />
      </form>
      <Answered of={values}>{(answer) => <Values sheet={namesFirst(answer.sheets[0] as Sheet)} name={textOf(definition?.["name"])} unit={textOf(definition?.["unit"])} />}</Answered>
      {id && <Definition id={id} />}
      {definition && <Compared question={textOf(definition["question"])} period={period} />}
      {id && <Exports operation="indicator compute" parameters={asked} />}
    </>
  );
}

function Values({ sheet, name, unit }: { sheet: Sheet; name: string; unit: string }) {
  const { locale, say } = useSite();
  const { parameters } = usePlace();
  const selected = parameters.get("row");
  const choose = (row: string) => go(withParameters(parameters, { row: row === selected ? null : row }), { replace: true });
  const place = (id: string) => columnAt(sheet, id);
  const [territory, value, low, high] = [place("territory"), place("value"), place("low"), place("high")];
  const column = sheet.columns[value];
  const shown = { ...sheet, columns: sheet.columns, rows: sheet.rows };
  const named = [territory, ...sheet.columns.map((_, at) => at).filter((at) => at !== territory)];
  const table: Sheet = { ...shown, columns: named.map((at) => sheet.columns[at] as Sheet["columns"][number]), rows: sheet.rows.map((cells) => named.map((at) => cells[at] ?? null)) };
  const bars = sheet.rows.map((cells) => ({
    label: textOf(cells[territory]),
    value: numberOf(cells[value]),
    low: numberOf(cells[low]),
    high: numberOf(cells[high]),
    verdict: "none" as const,
    text: column ? cellText(cells[value], column, sheet, locale) : "",
  }));
  return (
    <>
      {bars.length > 1 && bars.length <= 40 && (
        <LinkedFigure
          figure={{ title: name, unit, alternative: say("site.statistics.change_alternative", { rows: bars.map(({ label, text }) => `${label}: ${text}`).join("; ") }), drawing: { kind: "bars", diverging: false, bars } }}
          source={sheet.header.find(({ id }) => id === "source")?.value ?? ""}
          name="indicator"
          selected={selected}
          onSelect={choose}
        />
      )}
      <section aria-labelledby="table-heading">
        <h2 id="table-heading">{say("site.statistics.table")}</h2>
        <SheetTable sheet={table} hidden={["definition", "row", "missing_cell"]} caption={name} selected={selected} onSelect={choose} />
      </section>
    </>
  );
}

// What is written in three languages is marked "[kk]", "[ru]", "[en]"; the reader's own is shown.
const inLanguage = (text: string, language: string): string => (/^\[\w\w\] /.test(text) ? (text.startsWith(`[${language}] `) ? text.slice(5) : "") : text);

function Definition({ id }: { id: string }) {
  const { say, language } = useSite();
  const shown = useAnswer("indicator show", { indicator: id });
  return (
    <section aria-labelledby="definition-heading">
      <h2 id="definition-heading">{say("site.figure.definition")}</h2>
      <Answered of={shown}>
        {({ sheets }) => (
          <dl class="facts">
            {[...(sheets[0]?.header.map(({ label, value }) => [label, value]) ?? []), ...(sheets[0]?.rows.map((cells) => [textOf(cells[0]), cells.slice(1).map(textOf).filter(Boolean).join(" · ")]) ?? [])]
              .map(([label, value]) => [label, inLanguage(value ?? "", language)])
              .filter(([, value]) => value)
              .map(([label, value], at) => (
                <div key={at}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
        )}
      </Answered>
    </section>
  );
}

function Compared({ question, period }: { question: string; period: string }) {
  const { say } = useSite();
  const { parameters } = usePlace();
  const open = parameters.get("compare") !== null;
  const compared = useAnswer("indicator compare", open ? { question, period } : null);
  return (
    <section aria-labelledby="compare-heading">
      <h2 id="compare-heading">{say("site.statistics.definitions")}</h2>
      {!open && (
        <button type="button" onClick={() => go(withParameters(parameters, { compare: "1" }), { replace: true })}>
          {say("site.statistics.compare")}
        </button>
      )}
      <Answered of={compared}>{({ sheets }) => sheets.map((sheet) => <SheetTable key={sheet.id} sheet={namesFirst(sheet)} />)}</Answered>
    </section>
  );
}
