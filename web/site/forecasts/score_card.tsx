// How good the published forecasts have been: against last year's figure, kept promises, skill over time, by method.
import { useMemo } from "preact/hooks";
import { type Answer, columnAt, numberOf, type Row, rowsOf, type Sheet, type SheetColumn, sheetOf, textOf } from "../api/answer.ts";
import { useAnswer } from "../api/use_answer.ts";
import { Answered } from "../parts/answered.tsx";
import { cellText } from "../parts/cell_text.ts";
import { Explanation, type Explained } from "../parts/explanation.tsx";
import { Check } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { SheetTable } from "../parts/sheet_table.tsx";
import { go, usePlace, withParameters } from "../router.ts";
import { Said } from "../parts/said.tsx";
import { type Site, useSite } from "../site.ts";
import type { Words } from "../words.ts";
import type { Headline, Trend } from "../../src/document.ts";
import { calibrationPlan } from "../../src/figures/calibration.ts";
import { Chart } from "../../src/figures/chart.tsx";
import { trendPlan } from "../../src/figures/trend.ts";
import { Headlines } from "../../src/parts/headlines.tsx";
import { useReader } from "../../src/reader.ts";

interface Props {
  register: string; // empty: of a file, whose truth the centre does not hold
  publication: string;
  write: (t: string) => string;
}

export function ScoreCard({ register, publication, write }: Props) {
  const { say } = useSite();
  const { parameters } = usePlace();
  const one = parameters.get("only") !== null;
  const of = one ? { publication } : { register };
  const asked = useAnswer("forecast score", { ...of, show: "scores" });
  const calibration = useAnswer("forecast score", asked.answer && { ...of, show: "calibration" });
  return (
    <section aria-labelledby="score-card" class="score">
      <h2 id="score-card">{say("site.score.title")}</h2>
      <p class="controls-line">
        <Check label={say("site.score.only")} checked={one} onCheck={(only) => go(withParameters(parameters, { only: only ? "1" : null }), { replace: true })} />
      </p>
      {asked.refusal?.problem.status === 404 ? <Notice title={say("site.score.none")} /> : <Answered of={asked}>{(answer) => <Scores answer={answer} calibration={calibration.answer} write={write} />}</Answered>}
    </section>
  );
}

// The revised truth judges; where there is none yet, the first.
function judged(rows: Row[]): Row[] {
  const revised = rows.filter((row) => textOf(row["truth"]) === "revised");
  return revised.length > 0 ? revised : rows.filter((row) => textOf(row["truth"]) === "first");
}

function Scores({ answer, calibration: kept, write }: { answer: Answer; calibration: Answer | null; write: (t: string) => string }) {
  const { say, locale } = useSite();
  const reader = useReader();
  const sheet = sheetOf(answer, "scores");
  const rows = judged(rowsOf(sheet));
  const all = rows.find((row) => textOf(row["by"]) === "all");
  const periods = rows.filter((row) => textOf(row["by"]) === "period");
  const calibration = useMemo(() => (kept ? judged(rowsOf(sheetOf(kept, "calibration"))) : []), [kept]);
  if (!sheet || !all)
    return (
      <Notice title={say("site.score.waiting")}>
        {answer.said.map(({ key, text }) => (
          <p key={key}>{text}</p>
        ))}
      </Notice>
    );
  const skill = numberOf(all["skill"]);
  const percent = (value: number | null, digits = 1) => (value === null ? "–" : locale.percent(value / 100, digits));
  const signed = (value: number | null) => (value !== null && value > 0 ? `+${percent(value)}` : percent(value));
  const headline = (label: string, value: string, interval: string): Headline => ({ label, value, change: "", interval, verdict: "none" });
  const no_better = skill !== null && skill <= 0;
  const trend: Trend = {
    kind: "trend",
    periods: periods.map((row) => write(textOf(row["group"]))),
    series: [{ name: say("site.score.skill"), role: "current", values: periods.map((row) => numberOf(row["skill"])), low: periods.map(() => null), high: periods.map(() => null) }],
  };
  const shown = new Set(["all", "method", "level", "ahead", "publication"]);
  const at = (id: string) => sheet.columns.findIndex((column) => column.id === id);
  const table = {
    ...sheet,
    rows: sheet.rows.filter((cells) => shown.has(textOf(cells[at("by")])) && textOf(cells[at("truth")]) === textOf(all["truth"])),
    columns: sheet.columns.map((column, place) => ({ ...column, digits: digitsIn(sheet, place), detail: column.detail || column.id.startsWith("interval_score") || column.id === "mae" })),
  };
  const { parameters } = usePlace();
  const explain = (figure: string | null) => go(withParameters(parameters, { score: figure }), { replace: true });
  const explained = scoreExplained(table, parameters.get("score"), { say, locale });
  return (
    <>
      <p class="finding read">{say(no_better ? "site.score.no_better" : "site.score.better", { skill: percent(Math.abs(skill ?? 0)) })}</p>
      <Headlines
        headlines={[
          headline(say("site.score.skill"), signed(skill), say("site.score.skill.what")),
          headline(say("site.score.inside", { level: "80" }), percent(numberOf(all["coverage_80"])), say("site.score.promised", { level: locale.percent(0.8, 0) })),
          headline(say("site.score.inside", { level: "95" }), percent(numberOf(all["coverage_95"])), say("site.score.promised", { level: locale.percent(0.95, 0) })),
        ]}
      />
      <Said of={answer.said.filter(({ key }) => key !== "said.score.no_better")} />
      <div class="pair">
        {calibration.length > 1 && (
          <figure class="figure">
            <figcaption>
              <strong>{say("site.score.calibration")}</strong>
              <span class="unit">{say("site.score.calibration.unit")}</span>
            </figcaption>
            <Chart
              plan={(width) =>
                calibrationPlan(
                  {
                    promised: calibration.map((row) => (numberOf(row["probability"]) ?? 0) / 100),
                    came: calibration.map((row) => (numberOf(row["below"]) ?? 0) / 100),
                    words: { promised: say("site.score.axis.promised"), came: say("site.score.axis.came"), kept: say("site.score.kept"), found: say("site.score.found") },
                  },
                  width,
                  reader,
                )
              }
              alternative={say("site.statistics.trend_alternative", {
                name: say("site.score.calibration.unit"),
                values: calibration.map((row) => `${percent(numberOf(row["probability"]), 0)}: ${percent(numberOf(row["below"]), 0)}`).join("; "),
              })}
            />
          </figure>
        )}
        {periods.length > 1 && (
          <figure class="figure">
            <figcaption>
              <strong>{say("site.score.over_time")}</strong>
              <span class="unit">{say("site.score.over_time.unit")}</span>
            </figcaption>
            <Chart plan={(width) => trendPlan(trend, width, reader)} alternative={say("site.statistics.trend_alternative", { name: say("site.score.over_time.unit"), values: periods.map((row) => `${write(textOf(row["group"]))}: ${signed(numberOf(row["skill"]))}`).join("; ") })} />
          </figure>
        )}
      </div>
      <h3 class="score-table">{say("site.score.table")}</h3>
      <SheetTable
        sheet={table}
        captionUnseen
        hidden={["truth"]}
        onExplain={({ row, column }) => explain(`${textOf(table.rows[row]?.[at("by")])}~${textOf(table.rows[row]?.[at("group")])}~${table.columns[column]?.id ?? ""}`)}
        render={{ group: (row) => groupName(table, row, say) }}
      />
      {explained && <Explanation figure={explained} onClose={() => explain(null)} />}
    </>
  );
}

// Scores in events need no thousandths where there are hundreds of them.
function digitsIn(sheet: Sheet, place: number): number {
  const { id, digits } = sheet.columns[place] as SheetColumn;
  if (!/^(crps|mae|interval_score)/.test(id)) return digits;
  const most = Math.max(0, ...sheet.rows.map((cells) => Math.abs(numberOf(cells[place]) ?? 0)));
  return most >= 100 ? 0 : most >= 10 ? 1 : digits;
}

// Of levels the program says the word, of publications the id.
function groupName(sheet: Sheet, row: number, say: Words): string {
  const [by, group] = ["by", "group"].map((id) => textOf(sheet.rows[row]?.[columnAt(sheet, id)]));
  if (by !== "level") return group ?? "";
  const level = k_levels.find((one) => one === group);
  return level ? say(`site.forecasts.level.${level}`) : group === "together" ? say("site.forecasts.together") : (group ?? "");
}
const k_levels = ["territory", "class", "series", "cell"] as const;
const k_defined = ["forecasts", "crps", "mae", "mase", "interval_score", "coverage", "skill"] as const;

function scoreExplained(sheet: Sheet, asked: string | null, { say, locale }: Pick<Site, "say" | "locale">): Explained | null {
  const [by = "", group = "", id = ""] = (asked ?? "").split("~");
  const at = (column: string) => columnAt(sheet, column);
  const row = sheet.rows.findIndex((cells) => textOf(cells[at("by")]) === by && textOf(cells[at("group")]) === group);
  const column = sheet.columns[at(id)];
  const word = k_defined.find((one) => one === id.replace(/_\d+$/, ""));
  if (row < 0 || !column || !word) return null;
  const cells = sheet.rows[row];
  const written = (place: string) => cellText(cells?.[at(place)], sheet.columns[at(place)] as SheetColumn, sheet, locale);
  return {
    row: [written("by"), groupName(sheet, row, say)].filter((text) => text && text !== "–").join(": "),
    column: column.label,
    value: written(id),
    definition: { text: say(`site.score.define.${word}`), id: "" },
    facts: ["truth", "forecasts"].map((fact) => ({ id: fact, label: sheet.columns[at(fact)]?.label ?? "", value: written(fact) })),
  };
}
