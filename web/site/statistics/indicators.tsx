// Indicators of forms by territory, each bound to its written definition, and one question under all its definitions.
import { columnAt, type Fact, numberOf, rowsOf, type Sheet, textOf } from "../api/answer.ts";
import type { RegisterAxes } from "../api/axes.ts";
import { useAnswer } from "../api/use_answer.ts";
import { Answered } from "../parts/answered.tsx";
import { cellText } from "../parts/cell_text.ts";
import { type Definition, Explanation, type Explained } from "../parts/explanation.tsx";
import { Facts } from "../parts/facts.tsx";
import { Notice } from "../parts/notice.tsx";
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
import type { Locale } from "../../src/locale.ts";

const k_years_back = 12;

export function Indicators({ registers, question }: { registers: RegisterAxes[]; question: string }) {
  const { say, locale, language, offered } = useSite();
  const { parameters } = usePlace();
  const list = useAnswer("indicator list", {});
  const periods = useAnswer("form list", {});
  const known = rowsOf(list.answer?.sheets[0]);
  const bare = (id: string) => id.replace(/:v\d+$/, "");
  const definition = known.find((row) => bare(textOf(row["definition"])) === bare(question) || row["question"] === question);
  const id = textOf(definition?.["definition"]);
  const now = new Date().getFullYear();
  const years = Array.from({ length: k_years_back }, (_, at) => String(now - at));
  const kept = rowsOf(periods.answer?.sheets[0]).map((row) => textOf(row["last_period"])).filter((span) => /^\d{4}(-\d\d|-Q\d)?$/.test(span)).sort().at(-1);
  const period = parameters.get("period") ?? (kept || String(now - 1));
  const asked = { indicator: id, period, ...(parameters.get("form-row") ? { row: parameters.get("form-row") } : {}) };
  const told = parameters.get("period") !== null || !periods.waiting;
  const values = useAnswer("indicator compute", id && told ? asked : null);
  const shown = useAnswer("indicator show", id ? { indicator: id } : null);
  const words = definitionOf(shown.answer?.sheets[0], id, language);
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
      {values.refusal?.problem.status === 404 ? (
        <Notice title={say("site.indicators.none")}>
          <p>{say("site.indicators.none.next")}</p>
          {offered("form check") && (
            <p>
              <a class="button" href={`/forms?${new URLSearchParams({ period })}`}>
                {say("site.page.forms")}
              </a>
            </p>
          )}
        </Notice>
      ) : (
        <Answered of={values}>
          {(answer) => <Values sheet={namesFirst(answer.sheets[0] as Sheet)} name={textOf(definition?.["name"])} unit={textOf(definition?.["unit"])} definition={words} />}
        </Answered>
      )}
      {id && (
        <section aria-labelledby="definition-heading">
          <h2 id="definition-heading">{say("site.figure.definition")}</h2>
          <Answered of={shown}>{({ sheets }) => <Facts of={factsOf(sheets[0], language)} />}</Answered>
        </section>
      )}
      {definition && <Compared question={textOf(definition["question"])} period={period} />}
      {id && <Exports operation="indicator compute" parameters={asked} />}
    </>
  );
}

function Values({ sheet, name, unit, definition }: { sheet: Sheet; name: string; unit: string; definition: Definition }) {
  const { locale, say } = useSite();
  const { parameters } = usePlace();
  const selected = parameters.get("row");
  const set = (changes: Record<string, string | null>) => go(withParameters(parameters, changes), { replace: true });
  const choose = (row: string) => set({ row: row === selected ? null : row });
  const [who, what] = (parameters.get("figure") ?? "").split("~");
  const place = (id: string) => columnAt(sheet, id);
  const [territory, value, low, high] = [place("territory"), place("value"), place("low"), place("high")];
  const column = sheet.columns[value];
  const shown = { ...sheet, columns: sheet.columns, rows: sheet.rows };
  const named = [territory, ...sheet.columns.map((_, at) => at).filter((at) => at !== territory)];
  const table: Sheet = { ...shown, columns: named.map((at) => sheet.columns[at] as Sheet["columns"][number]), rows: sheet.rows.map((cells) => named.map((at) => cells[at] ?? null)) };
  const explained = who && what ? explanationOf(table, who, what, name, definition, locale) : null;
  const bars = sheet.rows.map((cells) => ({
    label: textOf(cells[territory]),
    value: numberOf(cells[value]),
    low: numberOf(cells[low]),
    high: numberOf(cells[high]),
    verdict: "none" as const,
    text: column ? cellText(cells[value], column, sheet, locale) : "",
  }));
  // All together first, then from the highest; what is said is said of those that can be told apart from noise.
  const whole = sheet.rows.findIndex((cells) => !textOf(cells[place("territory_code")]));
  const drawn = bars.map((bar, at) => ({ ...bar, at })).sort((a, b) => Number(b.at === whole) - Number(a.at === whole) || (b.value ?? -Infinity) - (a.value ?? -Infinity));
  const judged = drawn.filter(({ at, value: one }) => at !== whole && one !== null && textOf(sheet.rows[at]?.[place("reliability")]) !== "few");
  const written = (bar: (typeof drawn)[number] | undefined) => (bar ? `${bar.label} (${bar.text})` : "");
  const all = bars[whole];
  return (
    <>
      {all && judged.length > 1 && (
        <div class="finding read">
          <p>{say("site.indicators.finding", { together: `${name}: ${all.text}${unit ? `\u00a0${unit}` : ""}`, high: written(judged[0]), low: written(judged.at(-1)) })}</p>
        </div>
      )}
      {bars.length > 1 && bars.length <= 40 && (
        <LinkedFigure
          figure={{ title: name, unit, alternative: say("site.statistics.change_alternative", { rows: bars.map(({ label, text }) => `${label}: ${text}`).join("; ") }), drawing: { kind: "bars", diverging: false, bars: drawn } }}
          source={sheet.header.find(({ id }) => id === "source")?.value ?? ""}
          name="indicator"
          selected={selected}
          onSelect={choose}
        />
      )}
      <section aria-labelledby="table-heading">
        <h2 id="table-heading">{say("site.statistics.table")}</h2>
        <SheetTable sheet={table} hidden={["definition", "row", "missing_cell"]} caption={name} selected={selected} onSelect={choose} onExplain={({ row, column: at }) => set({ figure: `${textOf(table.rows[row]?.[0])}~${table.columns[at]?.id ?? ""}` })} />
      </section>
      {explained && <Explanation figure={explained} onClose={() => set({ figure: null })} />}
    </>
  );
}

// What is written in three languages is marked "[kk]", "[ru]", "[en]"; the reader's own is shown.
const inLanguage = (text: string, language: string): string => (/^\[\w\w\] /.test(text) ? (text.startsWith(`[${language}] `) ? text.slice(5) : "") : text);

// How an indicator is defined, line by line.
function factsOf(sheet: Sheet | undefined, language: string): Fact[] {
  const rows = sheet?.rows.map((cells, at): Fact => ({ id: String(at), label: textOf(cells[0]), value: cells.slice(1).map(textOf).filter(Boolean).join(" · ") })) ?? [];
  return [...(sheet?.header ?? []), ...rows].map((fact) => ({ ...fact, value: inLanguage(fact.value, language) })).filter(({ value }) => value);
}

function definitionOf(sheet: Sheet | undefined, id: string, language: string): Definition {
  // Of what is written in the reader's language the name comes first, the definition in words second.
  const own = sheet?.rows.map((cells) => textOf(cells[1])).filter((text) => text.startsWith(`[${language}] `)) ?? [];
  return { text: inLanguage(own[1] ?? "", language), id };
}

function explanationOf(sheet: Sheet, row: string, id: string, name: string, definition: Definition, locale: Locale): Explained | null {
  const at = columnAt(sheet, id);
  const column = sheet.columns[at];
  const cells = sheet.rows.find((one) => textOf(one[0]) === row);
  return column && cells ? { row: `${row}, ${name}`, column: column.label, value: cellText(cells[at], column, sheet, locale), definition, facts: sheet.header } : null;
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
