// The map's question in the address, and its answers.
import { useMemo } from "preact/hooks";
import { rowsOf, textOf } from "../api/answer.ts";
import type { RegisterAxes } from "../api/axes.ts";
import { type Asked, useAnswer } from "../api/use_answer.ts";
import type { Answer } from "../api/answer.ts";
import { go, usePlace, withParameters } from "../router.ts";
import { useSite } from "../site.ts";
import { type Areas, areasOf, type Measure, measuresOf } from "./areas.ts";
import { type EventKind, kindsOf } from "./events.tsx";
import { type Shapes, shapesFrom } from "./shapes.ts";

export const k_cells = "cells";
const k_periods: Record<string, number> = { year: 40, quarter: 24, month: 36 }; // the last so many

// The last `count` years, quarters or months of what a register covers.
export function spanFor(covers: string, every: string): string {
  const years = [...covers.matchAll(/(?:^|\.\.)(\d{4})/g)].map((match) => Number(match[1]));
  if (years.length === 0) return "";
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const back = every === "year" ? (k_periods["year"] ?? 40) : Math.ceil((k_periods[every] ?? 36) / (every === "month" ? 12 : 4));
  const from = Math.max(first, last - back + 1);
  return from === last ? String(last) : `${from}..${last}`;
}

export interface MapState {
  register: RegisterAxes;
  level: string; // "cells", a level, or empty: as the centre thinks best
  classCode: string;
  every: string;
  areas: Areas | null;
  shapes: Shapes | null;
  asked: Asked<Answer>;
  shapesAsked: Asked<Answer>;
  measure: Measure;
  at: string; // the period shown
  selected: string | null;
  view: string | null; // where the reader has moved the map
  events: EventKind[]; // on top of the areas
  query: Record<string, string>;
  change: (changes: Record<string, string | readonly string[] | null>) => void;
}

export function useMap(registers: RegisterAxes[]): MapState {
  const { say } = useSite();
  const { parameters } = usePlace();
  const register = (registers.find(({ id }) => id === parameters.get("register")) ?? registers[0]) as RegisterAxes;
  const level = parameters.get("level") ?? "";
  const classCode = parameters.get("class") ?? "";
  const every = parameters.get("every") ?? "year";
  const cell = parameters.get("cell") ?? "";
  const query = {
    register: register.id,
    ...(level === k_cells ? { cell: cell || guessedCell(register) } : level ? { territory: level } : {}),
    ...(classCode ? { class: classCode } : {}),
    period: spanFor(register.covers, every),
  } as Record<string, string>;
  const asked = useAnswer("map areas", { ...query, every });
  const shapesAsked = useAnswer("map shapes", { ...query, class: null });
  const areas = useMemo(() => asked.answer && areasOf(asked.answer, (number) => say("site.map.cell", { number: String(number) })), [asked.answer, say]);
  const shapes = useMemo(() => shapesFrom(shapesAsked.answer?.document ?? null), [shapesAsked.answer]);
  const measures = areas ? measuresOf(areas) : [];
  const wanted = (parameters.get("measure") ?? "") as Measure;
  const measure = measures.includes(wanted) ? wanted : (measures[0] ?? "events");
  const asks = parameters.get("at") ?? "";
  const whole = areas?.periods.filter((period) => areas.byPeriod.get(period)?.every((value) => value.whole)) ?? [];
  const at = areas?.periods.includes(asks) ? asks : (whole.at(-1) ?? areas?.periods.at(-1) ?? "");
  const selected = parameters.get("area");
  return {
    register, level, classCode, every, areas, shapes, asked, shapesAsked, measure, at, query,
    selected: selected && areas?.names.has(selected) ? selected : null,
    view: parameters.get("view"),
    events: kindsOf(parameters.getAll("events")),
    change: (changes) => go(withParameters(new URLSearchParams(location.search), changes), { replace: true }),
  };
}

// A first side; the reader can choose another.
const guessedCell = (register: RegisterAxes) => ((register.events ?? 0) > 50_000 ? "1000" : "5000");

export interface ClassChoice {
  value: string;
  label: string;
}
export function useClasses(register: RegisterAxes): ClassChoice[] {
  const axis = register.classLevels[0]?.axis;
  const asked = useAnswer("classification show", axis ? { classification: axis } : null);
  return useMemo(() => {
    const rows = rowsOf(asked.answer?.sheets[0]);
    const depth = new Map(register.classLevels.map(({ id }, at) => [id, at]));
    return rows.slice(0, 400).map((row) => ({
      value: textOf(row["code"]),
      label: "\u2003".repeat(depth.get(textOf(row["level"])) ?? 0) + (textOf(row["name"]) || textOf(row["code"])),
    }));
  }, [asked.answer]);
}
