// Forecasts: what was published, what has come of it, and how good the forecasts have been.
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { type Answer, columnAt, factOf, numberOf, type Row, rowsOf, type Sheet, sheetOf, textOf } from "../api/answer.ts";
import { linkTo } from "../api/ask.ts";
import { useAnswer } from "../api/use_answer.ts";
import { type Node, fanOf, nodesOf, periodText, rootOf, stepsOf } from "../forecasts/publication.ts";
import { ScoreCard } from "../forecasts/score_card.tsx";
import { Answered } from "../parts/answered.tsx";
import { cellText } from "../parts/cell_text.ts";
import { Explanation, type Explained } from "../parts/explanation.tsx";
import { Facts } from "../parts/facts.tsx";
import { Select } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { SheetTable } from "../parts/sheet_table.tsx";
import { go, usePlace, withParameters } from "../router.ts";
import { type Site, useSite } from "../site.ts";
import { Chart } from "../../src/figures/chart.tsx";
import { fanPlan } from "../../src/figures/fan.ts";
import { useReader } from "../../src/reader.ts";
import "../../src/styles/figures.css";
import "../forecasts/forecasts.css";

export default function Forecasts() {
  const { say } = useSite();
  const asked = useAnswer("forecast list", {});
  const list = rowsOf(asked.answer?.sheets[0]).reverse(); // the newest first
  return (
    <div class="width page">
      <PageHead title={say("site.page.forecasts")} lead={say("site.forecasts.lead")} />
      {asked.refusal?.problem.status === 404 ? <None /> : <Answered of={asked}>{() => (list.length > 0 ? <Published list={list} /> : <None />)}</Answered>}
    </div>
  );
}

function None() {
  const { say } = useSite();
  return (
    <Notice title={say("site.forecasts.none")}>
      <p>{say("site.forecasts.none.next")}</p>
    </Notice>
  );
}

function Published({ list }: { list: Row[] }) {
  const { say, locale, language, offered } = useSite();
  const { parameters } = usePlace();
  const wanted = parameters.get("publication");
  const row = list.find((one) => textOf(one["publication"]) === wanted) ?? list[0];
  const id = textOf(row?.["publication"]);
  const every = textOf(row?.["every"]);
  const register = textOf(row?.["register"]);
  const asked = useAnswer("forecast show", { publication: id });
  const registers = useAnswer("register list", offered("register list") ? {} : null);
  const names = new Map(rowsOf(registers.answer?.sheets[0]).map((one) => [textOf(one["id"]), textOf(one["name"])]));
  const change = (changes: Record<string, string | null>) => go(withParameters(parameters, changes), { replace: true });
  const write = (t: string) => periodText(locale, t, every);
  const label = (one: Row) => {
    const own = (t: string) => periodText(locale, t, textOf(one["every"]));
    return `${names.get(textOf(one["register"])) ?? textOf(one["name"])}: ${own(textOf(one["from"]))} – ${own(textOf(one["to"]))} (${say("site.forecasts.published", { day: locale.period(textOf(one["moment"]).slice(0, 10)) })})`;
  };
  return (
    <>
      <div class="controls wide">
        <Select label={say("site.forecasts.publication")} choices={list.map((one) => ({ value: textOf(one["publication"]), label: label(one) }))} value={id} onChoose={(publication) => change({ publication, series: null })} />
      </div>
      <Answered of={asked}>
        {(answer) => (
          <>
            {answer.said.map(({ key, text }) => (
              <Notice key={key} title={text} />
            ))}
            <Forecast answer={answer} register={names.get(register) ?? register} write={write} series={parameters.get("series")} onSeries={(series) => change({ series, figure: null })}>
              <p class="tools links">
                {["csv", "xlsx", "json"].map((format) => (
                  <a key={format} class="button" href={linkTo("forecast show", { publication: id, lang: language }, format)} download>
                    {format.toUpperCase()}
                  </a>
                ))}
              </p>
            </Forecast>
            <Proof row={row} answer={answer} />
          </>
        )}
      </Answered>
      <ScoreCard register={register} publication={id} write={write} />
    </>
  );
}

interface ForecastProps {
  answer: Answer;
  register: string; // its name; empty for a file
  write: (t: string) => string;
  series: string | null;
  onSeries: (series: string) => void;
  children: ComponentChildren; // beneath its table
}

function Forecast({ answer, register, write, series, onSeries, children }: ForecastProps) {
  const { say, locale } = useSite();
  const { parameters } = usePlace();
  const explain = (figure: string | null) => go(withParameters(parameters, { figure }), { replace: true });
  const reader = useReader();
  const nodes = useMemo(() => nodesOf(answer, say("site.forecasts.together")), [answer, say]);
  // Whoever answers for a region begins there; the country stands beside it, as forecast alone.
  const narrowed = answer.said.some(({ key }) => key === "said.show.narrowed");
  const node = nodes.find((one) => one.series === series) ?? (narrowed ? nodes.find(({ level }) => level === "territory") : undefined) ?? rootOf(nodes);
  const steps = useMemo(() => (node ? stepsOf(answer, node.series) : []), [answer, node]);
  const fan = useMemo(
    () =>
      node &&
      fanOf(answer, node.series, write, {
        history: say("site.forecasts.history"),
        mean: say("site.forecasts.mean"),
        truth: say("site.forecasts.truth"),
        lastYear: say("site.forecasts.last_year"),
        range: (name) => say("site.forecasts.range", { level: name }),
      }),
    [answer, node, say],
  );
  if (!node || !fan || steps.length === 0) return null;
  const due = steps.filter((step) => step.revised !== null || step.first !== null);
  const inside = due.filter((step) => {
    const range = step.ranges.find(({ level }) => level === "80") ?? step.ranges[0];
    const truth = step.revised ?? step.first ?? 0;
    return range && range.low !== null && range.high !== null && truth >= range.low && truth <= range.high;
  });
  const last = steps.at(-1);
  const range = last?.ranges.find(({ level }) => level === "80") ?? last?.ranges[0];
  const whole = (value: number | null | undefined) => (value === null || value === undefined ? "–" : locale.number(value, 0));
  const finding = [
    say("site.forecasts.finding", { name: node.name, period: write(last?.t ?? ""), mean: whole(last?.mean), low: whole(range?.low), high: whole(range?.high), level: range?.level ?? "" }),
    ...(due.length > 0 ? [say("site.forecasts.finding.due", { due: String(due.length), inside: String(inside.length), level: "80" })] : []),
    ...(due.length === 0 && !(narrowed && fan.history.every((value) => value === null)) ? [say("site.forecasts.finding.waiting")] : []),
    ...(due.some(({ late }) => late) ? [say("site.forecasts.finding.late")] : []),
  ];
  const sheet = sheetOf(answer, "published_steps");
  const digits = Math.max(0, ...steps.map(({ mean }) => mean ?? 0)) >= 100 ? 0 : 1;
  const own = sheet && {
    ...sheet,
    columns: sheet.columns.map((column) => (column.kind === "number" ? { ...column, digits } : column)),
    rows: sheet.rows.filter((cells) => textOf(cells[0]) === node.series),
  };
  const title = say("site.forecasts.title", { name: node.name });
  const [t, id] = (parameters.get("figure") ?? "").split("~");
  const explained = own && t && id ? explanationOf(own, t, id, `${node.name}, ${write(t)}`, register, { say, locale }) : null;
  return (
    <div class={nodes.length > 1 ? "forecast with-tree" : "forecast"}>
      {nodes.length > 1 && <Tree nodes={nodes} answer={answer} chosen={node} onSeries={onSeries} />}
      <div>
        <div class="finding">
          {finding.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
        <figure class="figure">
          <figcaption>
            <strong>{title}</strong>
          </figcaption>
          <Chart plan={(width) => fanPlan(fan, width, reader)} alternative={finding[0] ?? title} />
        </figure>
        {own && <div class="table-place"><SheetTable sheet={own} caption={title} hidden={["series"]} onExplain={({ row, column }) => explain(`${textOf(own.rows[row]?.[1])}~${own.columns[column]?.id ?? ""}`)} render={{ t: (row) => write(textOf(own.rows[row]?.[1])) }} /></div>}
        {children}
        {explained && <Explanation figure={explained} onClose={() => explain(null)} />}
      </div>
    </div>
  );
}

const k_defined = ["ahead", "mean", "first", "revised", "last_year"] as const;

function explanationOf(sheet: Sheet, t: string, id: string, row: string, register: string, { say, locale }: Pick<Site, "say" | "locale">): Explained | null {
  const at = columnAt(sheet, id);
  const column = sheet.columns[at];
  const cells = sheet.rows.find((one) => textOf(one[columnAt(sheet, "t")]) === t);
  if (!column || !cells) return null;
  const word = k_defined.find((one) => one === id);
  return {
    row,
    column: column.label,
    value: cellText(cells[at], column, sheet, locale),
    definition: { text: say(word ? `site.forecasts.define.${word}` : "site.forecasts.define.range"), id: factOf(sheet, "definition") },
    facts: [...(register ? [{ id: "register_name", label: say("site.register"), value: register }] : []), ...sheet.header.filter(({ id: fact }) => fact !== "name")],
  };
}

// What adds up to what: chosen from here, each with the sum of its mean over all steps.
function Tree({ nodes, answer, chosen, onSeries }: { nodes: Node[]; answer: Answer; chosen: Node; onSeries: (series: string) => void }) {
  const { say, locale } = useSite();
  const sums = useMemo(() => {
    const sum = new Map<string, number>();
    for (const row of rowsOf(sheetOf(answer, "published_steps"))) {
      const series = textOf(row["series"]);
      sum.set(series, (sum.get(series) ?? 0) + (numberOf(row["mean"]) ?? 0));
    }
    return sum;
  }, [answer]);
  const button = (node: Node) => (
    <button type="button" class="tree-node" aria-current={node === chosen ? "true" : undefined} onClick={() => onSeries(node.series)}>
      <span>{node.name}</span> <span class="tree-sum">{locale.number(sums.get(node.series) ?? 0, 0)}</span>
    </button>
  );
  const order = ["together", "territory", "class", "series", "cell"];
  const levels = order.map((level) => ({ level, own: nodes.filter((node) => node.level === level).sort((a, b) => (sums.get(b.series) ?? 0) - (sums.get(a.series) ?? 0)) }));
  // Crossings are many: those of the chosen territory or class only.
  const shown = levels.map(({ level, own }) => ({ level, own: level === "cell" ? own.filter((node) => node === chosen || node.parents.includes(chosen.series) || node.parents.some((parent) => chosen.level === "cell" && chosen.parents.includes(parent))) : own }));
  return (
    <nav class="tree" aria-labelledby="tree-heading">
      <h2 id="tree-heading">{say("site.forecasts.hierarchy")}</h2>
      <p class="small">{say("site.forecasts.hierarchy.what")}</p>
      {shown
        .filter(({ own }) => own.length > 0)
        .map(({ level, own }) => (
          <div key={level}>
            {level !== "together" && <h3>{say(`site.forecasts.level.${level}` as "site.forecasts.level.territory")}</h3>}
            <ul>
              {own.map((node) => (
                <li key={node.series}>{button(node)}</li>
              ))}
            </ul>
          </div>
        ))}
    </nav>
  );
}

// That nothing was changed afterwards can be checked by anybody: where the publication stands in the ledger.
function Proof({ row, answer }: { row: Row | undefined; answer: Answer }) {
  const { say } = useSite();
  const facts = sheetOf(answer, "published_steps")?.header ?? [];
  const entry = textOf(row?.["entry"]);
  return (
    <details class="proof">
      <summary>{say("site.forecasts.proof")}</summary>
      <p class="read">{say("site.forecasts.proof.what")}</p>
      <pre>
        <code>{`tartip ledger prove ${entry} -o proof.json\ntartip ledger confirm proof.json`}</code>
      </pre>
      <Facts of={facts} />
    </details>
  );
}
