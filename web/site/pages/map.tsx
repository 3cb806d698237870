// Map: where does it concentrate, and is that more than chance? Districts or cells, a slider over periods, the trend of
// the chosen one, and the table with the same rows. All of it stands in the address.
import { useMemo, useState } from "preact/hooks";
import { columnAt, factOf, type Sheet, textOf } from "../api/answer.ts";
import { registersOf } from "../api/axes.ts";
import { linkTo } from "../api/ask.ts";
import { useAnswer } from "../api/use_answer.ts";
import { type Areas, type AreaValue, hatched, type Measure, measuresOf, stepsOf, valueOf } from "../map/areas.ts";
import { AreaPanel } from "../map/area_panel.tsx";
import { EventsOnMap, k_records, tilesOf, wordsOf } from "../map/events.tsx";
import { LiveMap, type Missing, type Shown } from "../map/live_map.tsx";
import { PlainMap } from "../map/plain_map.tsx";
import { inPlane, type Shapes } from "../map/shapes.ts";
import { TimeSlider } from "../map/time_slider.tsx";
import { k_cells, type MapState, useClasses, useMap } from "../map/use_map.ts";
import { Answered } from "../parts/answered.tsx";
import { cellText } from "../parts/cell_text.ts";
import { Explanation, type Explained } from "../parts/explanation.tsx";
import { withRegister } from "../parts/facts.tsx";
import { rateCalled } from "../statistics/table.ts";
import { type Choice, Select } from "../parts/field.tsx";
import { useLegalGround } from "../parts/legal_ground.tsx";
import { NoRegister } from "../parts/no_register.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { SheetTable } from "../parts/sheet_table.tsx";
import { go, usePlace, withParameters } from "../router.ts";
import { type Site, useSite } from "../site.ts";
import type { LegendEntry, Map as MapDrawing, MultiPolygon } from "../../src/document.ts";
import { MapLegend } from "../../src/figures/map_legend.tsx";
import "../../src/styles/figures.css";
import "../map/map.css";

export default function MapPage() {
  const { say } = useSite();
  const axes = useAnswer("cube axes", {});
  const registers = axes.answer ? registersOf(axes.answer) : [];
  const first = [...registers].sort((a, b) => Number(b.territoryLevels.some(({ withArea }) => withArea > 1)) - Number(a.territoryLevels.some(({ withArea }) => withArea > 1)));
  return (
    <div class="width page">
      <Answered of={axes}>
        {() =>
          first.length > 0 ? (
            <Mapped registers={first} />
          ) : (
            <NoRegister title={say("site.page.map")} text={say("site.map.empty")} />
          )
        }
      </Answered>
    </div>
  );
}

export const writeValue = ({ locale }: Site, measure: Measure, value: number): string =>
  measure === "share" ? locale.percent(value / 100, 1) : locale.number(value, measure === "events" ? 0 : value >= 100 ? 0 : value >= 10 ? 1 : 2);

export function unitOf({ say, locale }: Site, areas: Areas, measure: Measure): string {
  if (measure === "events") return say("site.map.unit.events");
  if (measure === "share") return say("site.map.unit.share");
  return say(areas.exposure === "residents" ? "site.map.unit.residents" : "site.map.unit.area", { per: locale.number(areas.per, 0) });
}

function shownOf(site: Site, areas: Areas, at: string, measure: Measure, stepOf: (value: number) => number): Map<string, Shown> {
  const unit = unitOf(site, areas, measure);
  return new Map(
    (areas.byPeriod.get(at) ?? []).map((value) => {
      const known = valueOf(value, measure);
      const verdict = measure === "rate" ? value.verdict : value.verdict === "few" && measure === "share" ? "few" : "none";
      const said = known === null ? site.say("page.no_value") : `${writeValue(site, measure, known)} · ${unit}`;
      return [
        value.code,
        {
          name: areas.names.get(value.code) ?? value.code,
          step: hatched(value, measure) ? -1 : stepOf(known ?? 0),
          verdict,
          text: verdict === "none" ? said : `${said} · ${site.say(`page.verdict.${verdict}`)}`,
        },
      ];
    }),
  );
}

// The answer in a sentence, from the same numbers.
function findingOf({ say, locale }: Site, areas: Areas, at: string, measure: Measure): string[] {
  const values = areas.byPeriod.get(at) ?? [];
  if (areas.codes.length < 2) return []; // an area alone has nothing to differ from
  const names = (verdict: string) => values.filter((value) => value.verdict === verdict).sort((a, b) => (b.rate ?? 0) - (a.rate ?? 0)).map(({ code }) => areas.names.get(code) ?? code);
  const listed = (list: string[]) => (list.length > 5 ? say("site.map.and_more", { names: list.slice(0, 5).join(", "), count: String(list.length - 5) }) : list.join(", "));
  const named = locale.period(at);
  const period = named.charAt(0).toUpperCase() + named.slice(1);
  if (measure !== "rate") {
    const total = values.reduce((sum, { events }) => sum + (events ?? 0), 0);
    const most = [...values].sort((a, b) => (b.events ?? 0) - (a.events ?? 0))[0];
    if (!most || total === 0) return [say("site.map.finding.nothing", { period })];
    return [say("site.map.finding.most", { period, name: areas.names.get(most.code) ?? most.code, events: locale.number(most.events ?? 0, 0), share: locale.percent((most.events ?? 0) / total, 1), total: locale.number(total, 0) })];
  }
  const [high, low] = [names("high"), names("low").reverse()];
  const all = values.filter(({ rate }) => rate !== null).length;
  if (high.length + low.length === 0) return [say("site.map.finding.none", { period })];
  // Cells have numbers, which say nothing in a sentence.
  if (!areas.level) return [say("site.map.finding", { period, high: String(high.length), low: String(low.length), all: String(all) })];
  const rest = all - high.length - low.length;
  return [
    ...(high.length > 0 ? [say("site.map.finding.high", { period, names: listed(high) })] : []),
    ...(low.length > 0 ? [say("site.map.finding.low", { period, names: listed(low) })] : []),
    ...(rest > 0 ? [say("site.map.finding.rest", { rest: String(rest), all: String(all) })] : []),
  ];
}

function legendOf(site: Site, areas: Areas, measure: Measure, entries: LegendEntry[]): LegendEntry[] {
  const values = [...areas.byPeriod.values()].flat();
  const has = (verdict: string) => measure === "rate" && values.some((value) => value.verdict === verdict);
  return [
    ...entries,
    ...(["high", "low"] as const).filter(has).map((verdict) => ({ step: -1, verdict, label: site.say(`page.verdict.${verdict}`) })),
    ...(values.some((value) => hatched(value, measure)) ? [{ step: -1, verdict: "few" as const, label: site.say("site.map.hatched") }] : []),
  ];
}

// The same map as a drawing: for paper, for a plane that is not on the globe, for a browser that cannot draw the other.
function drawingOf(shapes: Shapes | null, shown: Map<string, Shown>, legend: LegendEntry[]): MapDrawing {
  const inPlaneShapes = shapes ? inPlane(shapes) : new Map<string, MultiPolygon>();
  return {
    kind: "map",
    outline: [],
    legend,
    shapes: (shapes?.features ?? []).map(({ properties: { code } }) => ({
      id: code,
      label: shown.get(code)?.name ?? code,
      area: inPlaneShapes.get(code) ?? [],
      value: null,
      step: shown.get(code)?.step ?? -1,
      verdict: shown.get(code)?.verdict ?? "none",
      text: shown.get(code)?.text ?? "",
    })),
  };
}

function Mapped({ registers }: { registers: ReturnType<typeof registersOf> }) {
  const site = useSite();
  const { say, locale } = site;
  const state = useMap(registers);
  const { areas, measure, at, change } = state;
  const finding = areas ? findingOf(site, areas, at, measure) : [];
  return (
    <>
      <PageHead title={say("site.page.map")} lead={say("site.map.lead", { register: state.register.name })} />
      <Controls registers={registers} state={state} />
      <Answered of={state.asked}>
        {() =>
          areas && (
            <>
              {finding.length > 0 && (
                <div class="finding read">
                  {finding.map((sentence) => (
                    <p key={sentence}>{sentence}</p>
                  ))}
                </div>
              )}
              <TimeSlider periods={areas.periods} at={at} label={say("site.map.period")} write={locale.period} onMove={(period) => change({ at: period })} />
              <Answered of={state.shapesAsked}>{() => <Ground state={state} areas={areas} />}</Answered>
              <Twin state={state} areas={areas} />
            </>
          )
        }
      </Answered>
    </>
  );
}

function Ground({ state, areas }: { state: MapState; areas: Areas }) {
  const site = useSite();
  const { parameters } = usePlace();
  const { say, locale } = site;
  const { measure, at, shapes, selected, change } = state;
  const [missing, setMissing] = useState<Missing | null>(null);
  const legal = useLegalGround();
  const kinds = state.events.filter((kind) => areas.points && (kind === "cells" || site.offered(k_records)));
  const tiles = tilesOf(state.register.id, { period: at, class: state.classCode }, kinds, legal.ground);
  const steps = useMemo(() => stepsOf(areas, measure), [areas, measure]);
  const shown = useMemo(() => shownOf(site, areas, at, measure, steps.stepOf), [site, areas, at, measure, steps]);
  const legend = useMemo(() => legendOf(site, areas, measure, steps.legend((value) => writeValue(site, measure, value))), [site, areas, measure, steps]);
  const draw = useMemo(() => () => drawingOf(shapes, shown, legend), [shapes, shown, legend]);
  if (!shapes || shapes.features.length === 0)
    return (
      <Notice title={say("site.map.no_shapes")}>
        <p>{say("site.map.no_shapes.next")}</p>
      </Notice>
    );
  const live = shapes.plane === "degrees" && missing === null;
  const title = say("site.map.title", { register: state.register.name, period: locale.period(at) });
  const select = (code: string) => change({ area: code === selected ? null : code });
  const selectByName = (name: string) => {
    const code = [...areas.names].find(([, known]) => known === name)?.[0];
    if (code) change({ area: code });
  };
  return (
    <div class="map-columns">
      <figure class="figure">
        <figcaption>
          <strong>{title}</strong>
          <span class="unit">{unitOf(site, areas, measure)}</span>
        </figcaption>
        {live && (
          <LiveMap
            shapes={shapes}
            shown={shown}
            selected={selected}
            label={title}
            named={areas.level !== ""}
            tiles={tiles}
            view={state.view}
            onSelect={select}
            onView={(view) => change({ view })}
            onFailed={setMissing}
          />
        )}
        {missing && (
          <Notice title={say(`site.map.missing.${missing}`)} live>
            <p>{say("site.map.missing.drawing")}</p>
          </Notice>
        )}
        {live && <div class="live-legend"><MapLegend entries={legend} /></div>}
        <PlainMap draw={draw} only={!live} alternative={title} selected={selected === null ? null : (areas.names.get(selected) ?? null)} onSelect={selectByName} />
        <p class="source">{say("page.source", { register: state.register.name })}</p>
        {live && areas.points && <EventsOnMap kinds={kinds} legal={legal} onChange={(next) => change({ events: wordsOf(next) })} />}
      </figure>
      <AreaPanel areas={areas} state={state} onExplain={(code, column) => go(withParameters(parameters, { figure: `${code}~${column}` }), { replace: true })} />
    </div>
  );
}

// Thousands of cells are no table to be read: the highest, and the chosen one.
const k_long = 300;
const k_first = 100;
function firstOf(order: AreaValue[], selected: string | null, unabridged: boolean): AreaValue[] {
  if (unabridged || order.length <= k_long) return order;
  const chosen = order.slice(k_first).filter(({ code }) => code === selected);
  return [...order.slice(0, k_first), ...chosen];
}

function Twin({ state, areas }: { state: MapState; areas: Areas }) {
  const site = useSite();
  const { say, locale } = site;
  const values = areas.byPeriod.get(state.at) ?? [];
  const [unabridged, setUnabridged] = useState(false);
  const order = firstOf([...values].sort((a, b) => (valueOf(b, state.measure) ?? -1) - (valueOf(a, state.measure) ?? -1) || a.row - b.row), state.selected, unabridged);
  const sheet: Sheet = { ...rateCalled(areas.sheet, unitOf(site, areas, "rate")), rows: order.map(({ row }) => areas.sheet.rows[row] ?? []) };
  const nothing = areas.exposure === "none" ? ["exposure"] : [];
  const hidden = ["period", "territory_code", "status", ...nothing, ...(measuresOf(areas).includes("rate") ? [] : ["rate", "rate_low", "rate_high"])];
  const link = (format: string) => linkTo("map areas", { ...state.query, every: state.every, lang: site.language }, format);
  const name = (value: AreaValue | undefined) => areas.names.get(value?.code ?? "") ?? "";
  const choose = (code: string | undefined) => code && state.change({ area: code === state.selected ? null : code });
  const { parameters } = usePlace();
  const explain = (figure: string | null) => go(withParameters(parameters, { figure }), { replace: true });
  const [code, column] = (parameters.get("figure") ?? "").split("~");
  const explained = code && column ? explanationOf(site, state, areas, code, column) : null;
  return (
    <section aria-labelledby="map-table">
      <h2 id="map-table">{say("site.map.table")}</h2>
      <p class="small hint-line">{say("site.figure.hint")}</p>
      <SheetTable
        sheet={sheet}
        caption={say("site.map.title", { register: state.register.name, period: locale.period(state.at) })}
        onExplain={({ row, column: place }) => explain(`${order[row]?.code ?? ""}~${sheet.columns[place]?.id ?? ""}`)}
        hidden={hidden}
        selectedRow={order.findIndex(({ code }) => code === state.selected)}
        render={{
          territory: (row) => (
            <button type="button" class="cell name" aria-pressed={order[row]?.code === state.selected} onClick={() => choose(order[row]?.code)}>
              {name(order[row])}
            </button>
          ),
        }}
      />
      {order.length < values.length && (
        <p class="small">
          {say("site.map.table.first", { shown: locale.number(order.length, 0), all: locale.number(values.length, 0) })}{" "}
          <button type="button" class="quiet" onClick={() => setUnabridged(true)}>
            {say("site.map.table.all")}
          </button>
        </p>
      )}
      <p class="tools links">
        {["csv", "xlsx", "parquet", "json"].map((format) => (
          <a key={format} class="button" href={link(format)} download>
            {format.toUpperCase()}
          </a>
        ))}
      </p>
      {explained && <Explanation figure={explained} onClose={() => explain(null)} />}
    </section>
  );
}

// A number of the table, by its area and its column; in an earlier answer it is the one of the same period.
function explanationOf({ locale }: Site, state: MapState, areas: Areas, code: string, id: string): Explained | null {
  const { sheet } = areas;
  const shown = sheet.columns[columnAt(sheet, id)];
  const find = (there: Sheet | undefined): string | null => {
    const at = (column: string) => (there ? columnAt(there, column) : -1);
    const cells = there?.rows.find((one) => textOf(one[at("territory_code")]) === code && textOf(one[at("period")]) === state.at);
    return there && shown && cells ? cellText(cells[at(id)], shown, there, locale) : null;
  };
  const value = find(sheet);
  if (!shown || value === null) return null;
  const facts = withRegister(sheet.header, state.register).map((fact) => (fact.id === "span" ? { ...fact, value: state.at } : fact));
  return {
    row: areas.names.get(code) ?? code,
    column: shown.label,
    value,
    definition: id === "events" ? "count" : id,
    facts: facts.filter(({ id: fact }) => !["plane", "sample", "points", "level"].includes(fact) && !(factOf(sheet, "exposure") === "none" && ["exposure", "per"].includes(fact))),
  };
}

function Controls({ registers, state }: { registers: ReturnType<typeof registersOf>; state: MapState }) {
  const { say } = useSite();
  const classes = useClasses(state.register);
  const { areas, change } = state;
  const levels: Choice[] = [
    ...state.register.territoryLevels.map(({ id, name }) => ({ value: id, label: name })),
    ...(areas?.points || state.level === k_cells ? [{ value: k_cells, label: say("site.map.cells") }] : []),
  ];
  const shownLevel = state.level || areas?.level || k_cells;
  const measures = areas ? measuresOf(areas) : [state.measure];
  const cells = ["200", "500", "1000", "2000", "5000", "10000", "20000", "50000"];
  const side = String(areas?.cellMetres || "");
  return (
    <div class="controls map-controls">
      <Select
        label={say("site.register")}
        choices={registers.map(({ id, name }) => ({ value: id, label: name }))}
        value={state.register.id}
        onChoose={(register) => change({ register, level: null, class: null, area: null, at: null, cell: null, measure: null, view: null })}
      />
      {levels.length > 1 && <Select label={say("site.map.by")} choices={levels} value={shownLevel} onChoose={(level) => change({ level, area: null, measure: null })} />}
      {shownLevel === k_cells && side && (
        <Select
          label={say("site.map.side")}
          choices={[...new Set([...cells, side])].sort((a, b) => Number(a) - Number(b)).map((one) => ({ value: one, label: say("site.map.kilometres", { side: String(Number(one) / 1000).replace(".", say("site.decimal")) }) }))}
          value={side}
          onChoose={(cell) => change({ level: k_cells, cell, area: null })}
        />
      )}
      <Select label={say("site.map.measure")} choices={measures.map((measure) => ({ value: measure, label: say(`site.map.measure.${measure}`) }))} value={state.measure} onChoose={(measure) => change({ measure })} />
      {classes.length > 0 && <Select label={say("site.map.class")} choices={[{ value: "", label: say("site.map.class.all") }, ...classes]} value={state.classCode} onChoose={(code) => change({ class: code, area: state.selected })} />}
      <Select
        label={say("site.map.every")}
        choices={(["year", "quarter", "month"] as const).map((every) => ({ value: every, label: say(`site.map.every.${every}`) }))}
        value={state.every}
        onChoose={(every) => change({ every, at: null })}
      />
    </div>
  );
}
