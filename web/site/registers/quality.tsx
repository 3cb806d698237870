// Quality over time: what is missing month by month, and how late events are registered.
import { useMemo } from "preact/hooks";
import { type Fact, numberOf, type Row, rowsOf, textOf } from "../api/answer.ts";
import { useAnswer } from "../api/use_answer.ts";
import { Answered } from "../parts/answered.tsx";
import { Notice } from "../parts/notice.tsx";
import { ExplainedTable } from "../parts/explained_table.tsx";
import { useSite } from "../site.ts";
import type { Trend, TrendSeries } from "../../src/document.ts";
import { Chart } from "../../src/figures/chart.tsx";
import { trendPlan } from "../../src/figures/trend.ts";
import { useReader } from "../../src/reader.ts";

const missing = ["without_hour", "without_place", "without_class"] as const;

// What each column of the months counts.
const k_defined = {
  events: "site.registers.define.month",
  without_hour: "site.registers.define.without_hour",
  without_place: "site.registers.define.without_place",
  without_class: "site.registers.define.without_class",
  delayed: "site.registers.define.delayed",
  delay_median: "site.registers.define.delay_median",
  delay_90: "site.registers.define.delay_90",
} as const;

export function Quality({ id, facts }: { id: string; facts: Fact[] }) {
  const { say, locale } = useSite();
  const asked = useAnswer("register quality", { register: id });
  return (
    <Answered of={asked}>
      {(answer) => {
        const sheet = answer.sheets[0];
        const rows = rowsOf(sheet);
        if (!sheet || rows.length === 0) return <Notice title={say("site.registers.no_events")}><p>{say("site.registers.no_imports.next")}</p></Notice>;
        const has = (name: string) => rows.some((row) => numberOf(row[name]) !== null);
        const lacking = missing.filter((name) => rows.some((row) => (numberOf(row[name]) ?? 0) > 0));
        const hidden = [...missing.filter((name) => !has(name)), ...(has("delay_median") ? [] : ["delayed", "delay_median", "delay_90"])];
        const recent = { ...sheet, rows: [...sheet.rows].reverse() };
        const label = (name: string) => sheet.columns.find((column) => column.id === name)?.label ?? name;
        return (
          <>
            <p class="finding read">{lacking.length === 0 ? say("site.quality.whole") : lacking.map((name) => sentenceOf(rows, name, label(name), locale.percent)).join(" ")}</p>
            <div class="pair">
              <Figure title={say("site.quality.events")} rows={rows} series={[{ id: "events", name: say("site.quality.events") }]} />
              {lacking.length > 0 && <Figure title={say("site.quality.missing")} rows={rows} series={lacking.map((name) => ({ id: name, name: label(name) }))} />}
              {has("delay_median") ? (
                <Figure title={say("site.quality.delay")} rows={rows} series={[{ id: "delay_median", name: say("site.quality.delay.median") }, { id: "delay_90", name: say("site.quality.delay.most") }]} />
              ) : null}
            </div>
            {!has("delay_median") && <p class="small read">{say("site.quality.no_delay")}</p>}
            <section aria-label={sheet.title}>
              <h2>{sheet.title}</h2>
              <p class="small hint-line">{say("site.figure.hint")}</p>
              <ExplainedTable
                sheet={recent}
                captionUnseen
                whose="month"
                keyed="period"
                define={k_defined}
                nameOf={(row) => locale.period(textOf(recent.rows[row]?.[0]))}
                facts={() => facts}
                hidden={hidden}
                render={{ period: (row) => locale.period(textOf(recent.rows[row]?.[0])) }}
              />
            </section>
          </>
        );
      }}
    </Answered>
  );
}

// "no place, %: 3.1 % of all events."
function sentenceOf(rows: Row[], name: string, label: string, percent: (share: number, digits?: number) => string): string {
  let [events, lacking] = [0, 0];
  for (const row of rows) {
    const count = numberOf(row["events"]) ?? 0;
    events += count;
    lacking += (count * (numberOf(row[name]) ?? 0)) / 100;
  }
  const share = events > 0 ? lacking / events : 0;
  const subject = label.replace(/,\s*%$/, "");
  return `${subject.charAt(0).toUpperCase()}${subject.slice(1)}: ${percent(share, Math.min(4, share > 0 ? Math.max(1, Math.ceil(-Math.log10(100 * share))) : 1))}.`;
}

const roles = ["current", "previous", "usual"];

function Figure({ title, rows, series }: { title: string; rows: Row[]; series: { id: string; name: string }[] }) {
  const reader = useReader();
  const trend = useMemo(
    (): Trend => ({
      kind: "trend",
      periods: rows.map((row) => textOf(row["period"])), // as they are written: long names have no room
      series: series.map(
        ({ id, name }, at): TrendSeries => ({ name, role: roles[at] ?? "usual", values: rows.map((row) => numberOf(row[id])), low: rows.map(() => null), high: rows.map(() => null) }),
      ),
    }),
    [rows, series],
  );
  return (
    <figure class="figure">
      <figcaption>
        <strong>{title}</strong>
      </figcaption>
      <Chart plan={(width) => ({ ...trendPlan(trend, width, reader), height: 240 })} alternative={title} />
    </figure>
  );
}
