// What is known of the chosen area: its value with its interval, its place against chance, and its trend.
import { useMemo } from "preact/hooks";
import { useSite } from "../site.ts";
import { unitOf, writeValue } from "../pages/map.tsx";
import type { Trend } from "../../src/document.ts";
import { Chart } from "../../src/figures/chart.tsx";
import { palette } from "../../src/figures/palette.ts";
import type { Plan } from "../../src/figures/plan.ts";
import { trendPlan } from "../../src/figures/trend.ts";
import { VerdictMark } from "../../src/parts/verdict_mark.tsx";
import { useReader } from "../../src/reader.ts";
import { columnAt, numberOf } from "../api/answer.ts";
import { type Areas, type AreaValue, type Measure, valueOf } from "./areas.ts";
import type { MapState } from "./use_map.ts";

// All areas together, as one.
function together(areas: Areas, period: string): AreaValue | undefined {
  const list = areas.byPeriod.get(period) ?? [];
  if (list.length === 0) return undefined;
  const exposure = columnAt(areas.sheet, "exposure");
  let [events, ground] = [0, 0];
  for (const value of list) {
    events += value.events ?? 0;
    ground += numberOf(areas.sheet.rows[value.row]?.[exposure]) ?? Number.NaN;
  }
  return {
    row: -1, code: "", events, share: events > 0 ? 100 : null, rate: ground > 0 ? (events / ground) * areas.per : null, low: null, high: null,
    verdict: "none", whole: list.every(({ whole }) => whole),
  };
}

interface PanelProps {
  areas: Areas;
  state: MapState;
  onExplain: (code: string, column: string) => void; // what a number of the table is
}

export function AreaPanel({ areas, state, onExplain }: PanelProps) {
  const site = useSite();
  const { say, locale } = site;
  const chosen = state.selected !== null;
  // Of everything the share is no news: its count is.
  const measure = !chosen && state.measure === "share" ? "events" : state.measure;
  const find = (period: string) => (chosen ? areas.byPeriod.get(period)?.find(({ code }) => code === state.selected) : together(areas, period));
  const value = find(state.at);
  if (!value) return null;
  const known = valueOf(value, measure);
  const name = chosen ? (areas.names.get(value.code) ?? value.code) : say("site.map.together");
  const row = (label: string, text: string) => (
    <div key={label}>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </div>
  );
  const rate = (one: number) => writeValue(site, "rate", one);
  return (
    <aside class="chosen" aria-labelledby="chosen-area">
      <h2 id="chosen-area">{name}</h2>
      <p class="chosen-value">
        {known !== null && chosen ? (
          <button type="button" class="cell" onClick={() => onExplain(value.code, measure)}>
            {writeValue(site, measure, known)}
          </button>
        ) : known === null ? (
          "–"
        ) : (
          writeValue(site, measure, known)
        )}
      </p>
      <p class="small">
        {unitOf(site, areas, measure)}, {locale.period(state.at)}
      </p>
      {measure === "rate" && value.verdict !== "none" && (
        <p class="chosen-verdict">
          <VerdictMark verdict={value.verdict} worded />
        </p>
      )}
      <dl>
        {value.low !== null && value.high !== null && row(say("site.map.interval"), `${rate(value.low)} – ${rate(value.high)}`)}
        {measure !== "events" && value.events !== null && row(say("site.map.measure.events"), locale.number(value.events, 0))}
        {chosen && measure !== "share" && value.share !== null && row(say("site.map.measure.share"), locale.percent(value.share / 100, 1))}
        {!value.whole && row(say("site.map.status"), say("site.map.partial"))}
      </dl>
      {areas.periods.length > 2 && (
        <AreaTrend areas={areas} measure={measure} name={name} at={areas.periods.indexOf(state.at)} find={find} onMove={(period) => period !== undefined && state.change({ at: period })} />
      )}
      {chosen ? (
        <p class="tools">
          <button type="button" onClick={() => state.change({ area: null })}>
            {say("site.map.unchoose")}
          </button>
        </p>
      ) : (
        <p class="small">{say("site.map.choose.how")}</p>
      )}
    </aside>
  );
}

interface TrendProps {
  areas: Areas;
  measure: Measure;
  name: string;
  at: number; // the period that the map shows
  find: (period: string) => AreaValue | undefined;
  onMove: (period: string | undefined) => void;
}

// A dot where the map stands.
function withPlace(plan: Plan, at: number, value: number | null): Plan {
  if (value === null) return plan;
  const dot = { type: "scatter", data: [[at, value]], symbolSize: 10, itemStyle: { color: palette.ink }, silent: true, z: 9, tooltip: { show: false } };
  return { ...plan, option: { ...plan.option, series: [...(plan.option["series"] as object[]), dot] } };
}

function AreaTrend({ areas, measure, name, at, find, onMove }: TrendProps) {
  const site = useSite();
  const reader = useReader();
  const trend = useMemo((): Trend => {
    const list = areas.periods.map(find);
    const of = (pick: (value: AreaValue) => number | null) => list.map((value) => (value?.whole ? pick(value) : null));
    const rates = measure === "rate";
    return {
      kind: "trend",
      periods: areas.periods, // as they are written: long names have no room
      series: [{ name, role: "current", values: of((value) => valueOf(value, measure)), low: of(({ low }) => (rates ? low : null)), high: of(({ high }) => (rates ? high : null)) }],
    };
  }, [areas, name, measure, site]);
  return (
    <>
      <h3 class="small">{site.say("site.map.trend", { name })}</h3>
      <Chart
        plan={(width) => withPlace({ ...trendPlan(trend, width, reader), height: 200 }, at, trend.series[0]?.values[at] ?? null)}
        alternative={site.say("site.map.trend", { name })}
        onPlace={(place) => onMove(areas.periods[place])}
      />
      <p class="small">{site.say("site.map.trend.how")}</p>
    </>
  );
}
