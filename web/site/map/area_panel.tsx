// What is known of the chosen area: its value with its interval, its place against chance, and its trend.
import { useMemo } from "preact/hooks";
import { useSite } from "../site.ts";
import { unitOf, writeValue } from "../pages/map.tsx";
import type { Trend } from "../../src/document.ts";
import { Chart } from "../../src/figures/chart.tsx";
import { trendPlan } from "../../src/figures/trend.ts";
import { VerdictMark } from "../../src/parts/verdict_mark.tsx";
import { useReader } from "../../src/reader.ts";
import { type Areas, type AreaValue, valueOf } from "./areas.ts";
import type { MapState } from "./use_map.ts";

export function AreaPanel({ areas, state }: { areas: Areas; state: MapState }) {
  const site = useSite();
  const { say, locale } = site;
  const value = areas.byPeriod.get(state.at)?.find(({ code }) => code === state.selected);
  if (!value)
    return (
      <aside class="chosen" aria-labelledby="chosen-area">
        <h2 id="chosen-area">{say("site.map.choose")}</h2>
        <p class="small">{say("site.map.choose.how")}</p>
      </aside>
    );
  const known = valueOf(value, state.measure);
  const name = areas.names.get(value.code) ?? value.code;
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
      <p class="chosen-value">{known === null ? "–" : writeValue(site, state.measure, known)}</p>
      <p class="small">
        {unitOf(site, areas, state.measure)}, {locale.period(state.at)}
      </p>
      {state.measure === "rate" && value.verdict !== "none" && (
        <p>
          <VerdictMark verdict={value.verdict} worded />
        </p>
      )}
      <dl>
        {value.low !== null && value.high !== null && row(say("site.map.interval"), `${rate(value.low)} – ${rate(value.high)}`)}
        {value.events !== null && row(say("site.map.measure.events"), locale.number(value.events, 0))}
        {value.share !== null && row(say("site.map.measure.share"), locale.percent(value.share / 100, 1))}
        {!value.whole && row(say("site.map.status"), say("site.map.partial"))}
      </dl>
      {areas.periods.length > 2 && <AreaTrend areas={areas} state={state} name={name} />}
      <p class="tools">
        <button type="button" onClick={() => state.change({ area: null })}>
          {say("site.map.unchoose")}
        </button>
      </p>
    </aside>
  );
}

function AreaTrend({ areas, state, name }: { areas: Areas; state: MapState; name: string }) {
  const site = useSite();
  const reader = useReader();
  const trend = useMemo((): Trend => {
    const list = areas.periods.map((period) => areas.byPeriod.get(period)?.find(({ code }) => code === state.selected));
    const of = (pick: (value: AreaValue) => number | null) => list.map((value) => (value?.whole ? pick(value) : null));
    const rates = state.measure === "rate";
    return {
      kind: "trend",
      periods: areas.periods.map(site.locale.period),
      series: [{ name, role: "current", values: of((value) => valueOf(value, state.measure)), low: of(({ low }) => (rates ? low : null)), high: of(({ high }) => (rates ? high : null)) }],
    };
  }, [areas, state.selected, state.measure, site]);
  return (
    <>
      <h3 class="small">{site.say("site.map.trend", { name })}</h3>
      <Chart plan={(width) => ({ ...trendPlan(trend, width, reader), height: 200 })} alternative={site.say("site.map.trend", { name })} />
    </>
  );
}
