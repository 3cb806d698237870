// Statistics: any register by territory, class and time, against the same period of last year or as a cross table. The
// whole question stands in the address; the row that is chosen is the same in figure, trend and table.
import { useMemo } from "preact/hooks";
import { type Answer, columnAt, factOf, numberOf, type Sheet, sheetOf, textOf } from "../api/answer.ts";
import { type AxisWord, type RegisterAxes, registersOf } from "../api/axes.ts";
import { useAnswer } from "../api/use_answer.ts";
import { Answered } from "../parts/answered.tsx";
import { cellText } from "../parts/cell_text.ts";
import { Explanation, type Explained } from "../parts/explanation.tsx";
import { withRegister } from "../parts/facts.tsx";
import { Check, type Choice, Select } from "../parts/field.tsx";
import { LinkedFigure } from "../parts/linked_figure.tsx";
import { NoRegister } from "../parts/no_register.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { PeriodChoice, yearsOf } from "../parts/period_choice.tsx";
import { Said } from "../parts/said.tsx";
import { type CellPlace, SheetTable } from "../parts/sheet_table.tsx";
import { go, usePlace, withParameters } from "../router.ts";
import { useSite } from "../site.ts";
import { AreaMap } from "../statistics/area_map.tsx";
import { Exports } from "../statistics/exports.tsx";
import { changeFigure, funnelFigure, trendFigure, valueFigure } from "../statistics/figures.ts";
import { Indicators } from "../statistics/indicators.tsx";
import { Narrowing } from "../statistics/narrowing.tsx";
import { pivot } from "../statistics/pivot.ts";
import { askedBy, isTime, k_last_year, k_units_of_time, type Question, readQuestion } from "../statistics/question.ts";
import { namesFirst, rateCalled } from "../statistics/table.ts";
import { RowTrend } from "../statistics/row_trend.tsx";
import type { Locale } from "../../src/locale.ts";
import "../styles/statistics.css";

export default function Statistics() {
  const { say, offered } = useSite();
  const { parameters } = usePlace();
  const axes = useAnswer("cube axes", {});
  const indicator = parameters.get("indicator");
  return (
    <div class="width page">
      <Answered of={axes}>
        {(answer) => {
          const registers = registersOf(answer);
          if (indicator !== null && offered("indicator compute")) return <Indicators registers={registers} question={indicator} />;
          const read = readQuestion(parameters, registers);
          return read ? <Asked registers={registers} register={read.register} question={read.question} /> : <NoRegister title={say("site.page.statistics")} text={say("site.statistics.empty")} />;
        }}
      </Answered>
    </div>
  );
}

// What is looked at: a register, or the indicators of forms.
export function SubjectChoice({ registers, value }: { registers: RegisterAxes[]; value: string }) {
  const { say, offered } = useSite();
  const choices: Choice[] = registers.map(({ id, name }) => ({ value: id, label: name, group: say("site.statistics.registers") }));
  if (offered("indicator compute")) choices.push({ value: "\n", label: say("site.statistics.indicators"), group: say("site.statistics.forms") });
  const choose = (id: string) => go(id === "\n" ? "/statistics?indicator=clearance" : `/statistics?${new URLSearchParams({ register: id })}`);
  return <Select label={say("site.statistics.subject")} choices={choices} value={value} onChoose={choose} />;
}

function rowChoices(register: RegisterAxes, say: ReturnType<typeof useSite>["say"], time: boolean): Choice[] {
  const level = (kind: string, group: string) => (word: AxisWord) => ({ value: `${kind}:${word.id}`, label: word.name, group });
  return [
    { value: "", label: say("site.statistics.one_row") },
    ...register.territoryLevels.map(level("territory", say("site.statistics.territory"))),
    ...register.classLevels.map(level("class", say("site.statistics.class"))),
    ...(time ? k_units_of_time.map((unit) => ({ value: unit, label: say(`site.statistics.${unit}`), group: say("site.statistics.time") })) : []),
  ];
}

function Asked({ registers, register, question }: { registers: RegisterAxes[]; register: RegisterAxes; question: Question }) {
  const { say, locale } = useSite();
  const { parameters } = usePlace();
  const change = (changes: Record<string, string | readonly string[] | null>) =>
    go(withParameters(parameters, { row: null, figure: null, axis: null, register: register.id, ...changes }), { replace: true });
  const compared = question.columns === k_last_year;
  const { operation, parameters: asked } = askedBy(question);
  const answer = useAnswer(operation, asked);

  const columns: Choice[] = [
    { value: k_last_year, label: say("site.statistics.last_year") },
    ...rowChoices(register, say, true).filter(({ value }) => !value || value.split(":")[0] !== question.rows.split(":")[0]),
  ];
  const measures: Choice[] = [
    { value: "count", label: say("site.statistics.count") },
    ...(!compared && [question.rows, question.columns].some((axis) => axis.startsWith("territory:")) ? [{ value: "rate", label: say("site.statistics.rate") }] : []),
    ...(!compared ? [{ value: "share", label: say("site.statistics.share") }] : []),
    ...register.quantities.map(({ id, name, unit }) => ({ value: `sum:${id}`, label: unit ? `${name}, ${unit}` : name })),
  ];
  const sheet = answer.answer?.sheets[0];
  const period = (sheet && factOf(sheet, "span")) || question.period || (compared ? "" : register.covers);

  return (
    <>
      <PageHead title={register.name} lead={period && capitalised(locale.period(period))} />
      <form class="controls" onSubmit={(event) => event.preventDefault()} aria-label={say("site.statistics.question")}>
        <SubjectChoice registers={registers} value={register.id} />
        <Select label={say("site.statistics.rows")} choices={rowChoices(register, say, !compared)} value={question.rows} onChoose={(rows) => change({ rows })} />
        <Select label={say("site.statistics.columns")} choices={columns} value={question.columns} onChoose={(next) => change({ columns: next, measure: null })} />
        {measures.length > 1 && <Select label={say("site.statistics.measure")} choices={measures} value={question.measure} onChoose={(measure) => change({ measure })} />}
        <PeriodChoice
          years={yearsOf(register.covers)}
          value={question}
          none={say(compared ? "site.statistics.last_whole_year" : "site.statistics.whole_span")}
          onChoose={(next) => change({ period: next.period, cumulative: next.cumulative ? "1" : null })}
        />
        <Narrowing register={register} question={question} onChange={change} />
      </form>
      <Answered of={answer}>
        {(found) =>
          compared ? (
            <Comparison answer={found} register={register} question={question} asked={{ operation, parameters: asked }} />
          ) : (
            <CrossTable answer={found} register={register} question={question} asked={{ operation, parameters: asked }} />
          )
        }
      </Answered>
    </>
  );
}

// The row of everything leads a comparison; it has no code.
const totalsOf = (sheet: Sheet): number => {
  const codes = ["territory_code", "class_code"].map((id) => columnAt(sheet, id)).filter((at) => at >= 0);
  return codes.length > 0 && codes.every((at) => !textOf(sheet.rows[0]?.[at])) ? 1 : 0;
};
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface Shown {
  answer: Answer;
  register: RegisterAxes;
  question: Question;
  asked: ReturnType<typeof askedBy>;
}

// The row that is chosen and the figure that is asked about, both in the address.
function useChosen() {
  const { parameters } = usePlace();
  const set = (name: string, value: string | null) => go(withParameters(parameters, { [name]: value }), { replace: true });
  const [row = "", column = ""] = (parameters.get("figure") ?? "").split("~");
  return {
    row: parameters.get("row"),
    chooseRow: (name: string) => set("row", parameters.get("row") === name ? null : name),
    figure: parameters.get("figure") === null ? null : { row, column },
    explain: (name: string, id: string) => set("figure", `${name}~${id}`),
    close: () => set("figure", null),
  };
}

function Comparison({ answer, register, question, asked }: Shown) {
  const { say, locale } = useSite();
  const { parameters } = usePlace();
  const chosen = useChosen();
  const details = parameters.get("details") !== null;
  const rateLabel = say("site.statistics.rate_per", { per: locale.number(Number(question.per) || 100_000, 0) });
  const sheet = useMemo(() => rateCalled(namesFirst(answer.sheets[0] as Sheet), rateLabel), [answer, rateLabel]);
  const [funnel, limits] = [sheetOf(answer, "funnel"), sheetOf(answer, "funnel_limits")];
  const cell = (row: number, id: string): string => {
    const place = columnAt(sheet, id);
    const column = sheet.columns[place];
    return column ? cellText(sheet.rows[row]?.[place], column, sheet, locale) : "–";
  };
  const drawn = { say, locale, unit: say("site.statistics.events") };
  const change = changeFigure(sheet, drawn);
  const noise = funnel && limits ? funnelFigure(funnel, limits, drawn, rateLabel) : null;
  const without = columnAt(sheet, "change_percent") < 0;
  const share = without ? valueFigure(sheet, columnAt(sheet, "current"), drawn, say("site.statistics.values_title")) : null;
  const figure = change ?? share;
  const rowName = chosen.row ?? textOf(sheet.rows[0]?.[0]);
  const rowAt = sheet.rows.findIndex((cells) => textOf(cells[0]) === rowName);
  const level = register.territoryLevels.find(({ id, withArea }) => question.rows === `territory:${id}` && withArea > 1);
  const trend = rowAt >= 0 && <RowTrend register={register} question={question} sheet={sheet} row={rowAt} span={factOf(sheet, "span")} />;
  const explained = chosen.figure && explanationOf(sheet, chosen.figure, register, asked, cell, locale);
  const caution = factOf(sheet, "caution");
  // Rates and ranks need the room.
  const crowded = !details && columnAt(sheet, "rate") >= 0;

  return (
    <>
      <div class="finding read">
        <p>
          {without
            ? say("site.statistics.finding_alone", { period: capitalised(locale.period(factOf(sheet, "span"))), value: cell(0, "current") })
            : say("site.statistics.finding", {
                period: capitalised(locale.period(factOf(sheet, "span"))),
                value: cell(0, "current"),
                before: capitalised(locale.period(factOf(sheet, "compared_with"))),
                previous: cell(0, "previous"),
                change: cell(0, "change_percent"),
                low: cell(0, "change_percent_low"),
                high: cell(0, "change_percent_high"),
                verdict: cell(0, "verdict"),
              })}
        </p>
      </div>
      {caution && <p class="small read">{caution}</p>}
      <Said of={answer.said} />
      <div class="figures">
        <div>
          {figure && <LinkedFigure figure={figure} source={register.name} name={`${register.id}-change`} selected={chosen.row} onSelect={chosen.chooseRow} />}
          {level && trend}
        </div>
        <div>
          {level && <AreaMap register={register} level={level.id} within={question.in} sheet={sheet} unit={crowded || details ? rateLabel : drawn.unit} selected={chosen.row} onSelect={chosen.chooseRow} />}
          {noise && <LinkedFigure figure={noise} source={register.name} name={`${register.id}-funnel`} selected={chosen.row} onSelect={chosen.chooseRow} />}
          {!level && trend}
        </div>
      </div>
      <section aria-labelledby="table-heading">
        <h2 id="table-heading">{say("site.statistics.table")}</h2>
        <p class="small hint-line">{say("site.figure.hint")}</p>
        <SheetTable
          sheet={sheet}
          caption={`${register.name}, ${locale.period(factOf(sheet, "span"))}`}
          pinned={totalsOf(sheet)}
          details={details}
          hidden={crowded ? ["contribution", "share"] : []}
          selected={chosen.row}
          onSelect={chosen.chooseRow}
          onExplain={({ row, column }) => chosen.explain(textOf(sheet.rows[row]?.[0]), sheet.columns[column]?.id ?? "")}
        />
        <Check label={say("site.statistics.details")} checked={details} onCheck={(on) => go(withParameters(parameters, { details: on ? "1" : null }), { replace: true })} />
      </section>
      <Exports {...asked} />
      {explained && <Explanation figure={explained} onClose={chosen.close} />}
    </>
  );
}

function explanationOf(
  sheet: Sheet,
  { row, column }: { row: string; column: string },
  register: RegisterAxes,
  asked: Shown["asked"],
  cell: (row: number, id: string) => string,
  locale: Locale,
): Explained | null {
  const at = sheet.rows.findIndex((cells) => textOf(cells[0]) === row);
  const shown = sheet.columns.find(({ id }) => id === column);
  if (at < 0 || !shown) return null;
  const find = (answer: Answer) => {
    const there = namesFirst(answer.sheets[0] as Sheet);
    const place = columnAt(there, column);
    const found = there.rows.find((one) => textOf(one[0]) === row)?.[place];
    return typeof found === "number" ? cellText(found, shown, there, locale) : null;
  };
  // The ends of an interval are named after what they belong to.
  const whole = sheet.columns.find(({ id }) => id === column.replace(/_(low|high)$/, "") && id !== column);
  const label = whole ? `${whole.label} ${shown.label}` : shown.label;
  return { row, column: label, value: cell(at, column), definition: column, facts: withRegister(sheet.header, register), history: { register: register.id, asked, find } };
}

// Months of one year need no year beside each: the caption tells it.
function periodWriter(long: Sheet, locale: Locale): (text: string) => string {
  const at = columnAt(long, "period");
  const years = new Set(long.rows.map((cells) => textOf(cells[at]).slice(0, 4)));
  return (text) => {
    const [, month] = /^\d{4}-(\d\d)$/.exec(text) ?? [];
    return month && years.size === 1 ? locale.month(Number(month) - 1) : locale.period(text);
  };
}

function CrossTable({ answer, register, question, asked }: Shown) {
  const { say, locale } = useSite();
  const chosen = useChosen();
  const measure = question.measure.split(":")[0] ?? "count";
  const addsUp = measure === "count" || measure === "sum";
  const long = answer.sheets[0] as Sheet;
  const words = useMemo(() => ({ total: say("site.statistics.total"), unknown: say("site.statistics.unknown"), period: periodWriter(long, locale) }), [long, say, locale]);
  const made = useMemo(() => pivot(long, question.rows, question.columns, addsUp, words), [long, question.rows, question.columns, addsUp, words]);
  const { sheet, periods } = made;
  const rowAt = Math.max(0, sheet.rows.findIndex((cells) => textOf(cells[0]) === chosen.row));
  const drawn = { say, locale, unit: measure === "count" ? say("site.statistics.events") : (long.columns[columnAt(long, "value")]?.label ?? "") };
  const down = isTime(question.rows);
  const values = down ? sheet.rows.slice(addsUp && sheet.rows.length > 1 ? 1 : 0) : [];
  const trend = down
    ? trendFigure(values.map((cells) => textOf(cells[0])), values.map((cells) => numberOf(cells[1])), null, register.name, drawn)
    : periods.length > 1
      ? trendFigure(periods.map(words.period), periods.map((_, at) => numberOf(sheet.rows[rowAt]?.[at + 1])), null, sheet.rows.length > 1 ? `${register.name}: ${textOf(sheet.rows[rowAt]?.[0])}` : register.name, drawn)
      : null;
  const last = sheet.columns.length - 1;
  const bars = !down && periods.length < 2 ? valueFigure({ ...sheet, rows: sheet.rows.slice(made.codes[0] === "" && addsUp ? 1 : 0) }, last, drawn, say("site.statistics.values_title")) : null;
  const figure = trend ?? bars;
  const explain = ({ row, column }: CellPlace) => chosen.explain(textOf(sheet.rows[row]?.[0]), sheet.columns[column]?.id ?? "");
  const explained = (() => {
    if (!chosen.figure) return null;
    const { row, column } = chosen.figure;
    const at = sheet.rows.findIndex((cells) => textOf(cells[0]) === row);
    const place = columnAt(sheet, column);
    const shown = sheet.columns[place];
    if (at < 0 || !shown) return null;
    const find = (other: Answer) => {
      const there = pivot(other.sheets[0] as Sheet, question.rows, question.columns, addsUp, words).sheet;
      const cells = there.rows.find((one) => textOf(one[0]) === row);
      return cells ? cellText(cells[columnAt(there, column)], shown, there, locale) : null;
    };
    return { row, column: shown.label, value: cellText(sheet.rows[at]?.[place], shown, sheet, locale), definition: measure, facts: withRegister(long.header, register), history: { register: register.id, asked, find } };
  })();

  return (
    <>
      <Said of={answer.said} />
      {factOf(long, "caution") && <p class="small read">{factOf(long, "caution")}</p>}
      {figure && (
        <div class="figures">
          <LinkedFigure figure={figure} source={register.name} name={`${register.id}-values`} selected={chosen.row} {...(bars ? { onSelect: chosen.chooseRow } : {})} />
        </div>
      )}
      <section aria-labelledby="table-heading">
        <h2 id="table-heading">{say("site.statistics.table")}</h2>
        {made.partial && <p class="small">{say("site.statistics.partial")}</p>}
        <p class="small hint-line">{say("site.figure.hint")}</p>
        <SheetTable sheet={sheet} pinned={made.codes[0] === "" && addsUp && sheet.rows.length > 1 ? 1 : 0} caption={`${register.name}, ${locale.period(factOf(long, "span") || register.covers)}`} selected={chosen.row} onSelect={chosen.chooseRow} onExplain={explain} />
      </section>
      <Exports {...asked} />
      {explained && <Explanation figure={explained} onClose={chosen.close} />}
    </>
  );
}
