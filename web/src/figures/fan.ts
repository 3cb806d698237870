// A forecast as a fan: what was known, then the mean with the ranges that were promised, and the truth that has come since.
import type { Reader } from "../reader.ts";
import { palette } from "./palette.ts";
import { axisNumber, digitsFor, hairline, type KeyEntry, narrow, type Plan, type RenderItem, textStyle } from "./plan.ts";
import { segments } from "./segments.ts";
import { card, tooltip } from "./tooltip.ts";

export interface FanRange {
  name: string; // "80 %"
  low: (number | null)[];
  high: (number | null)[];
}
export interface Fan {
  periods: string[]; // of the history, then of the steps
  history: (number | null)[]; // all lists are as long as the periods
  mean: (number | null)[];
  lastYear: (number | null)[];
  truth: (number | null)[];
  ranges: FanRange[]; // the widest first
  words: { history: string; mean: string; truth: string; lastYear: string; range: (name: string) => string };
}

const opacities = [0.14, 0.22, 0.3];

export function fanPlan(fan: Fan, width: number, { locale }: Reader): Plan {
  const all = [fan.history, fan.mean, fan.truth, ...fan.ranges.flatMap(({ low, high }) => [low, high])].flat();
  const digits = digitsFor(all);
  const number = (value: number | null | undefined) => (typeof value === "number" ? locale.number(value, digits) : null);
  const has = (list: (number | null)[]) => list.some((value) => value !== null);
  const first = fan.mean.findIndex((value) => value !== null);
  const key: KeyEntry[] = [
    { mark: "line-history", label: fan.words.history },
    { mark: "line-mean", label: fan.words.mean },
    ...[...fan.ranges].reverse().map((range, at): KeyEntry => ({ mark: at === 0 && fan.ranges.length > 1 ? "fan-narrow" : "fan-wide", label: fan.words.range(range.name) })),
    ...(has(fan.truth) ? [{ mark: "point-truth" as const, label: fan.words.truth }] : []),
    ...(has(fan.lastYear) ? [{ mark: "line-usual" as const, label: fan.words.lastYear }] : []),
  ];
  // The fan opens where the history ends.
  const joined = fan.mean.map((value, at) => (at === first - 1 ? (fan.history[at] ?? null) : value));
  return {
    height: width >= narrow ? 380 : 300,
    key,
    option: {
      animation: false,
      textStyle,
      grid: { left: 2, top: 12, bottom: 4, right: 12, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      xAxis: {
        type: "category", data: fan.periods, boundaryGap: false,
        axisLine: { onZero: false, lineStyle: { color: palette.ink, width: 1 } },
        axisTick: { show: fan.periods.length <= 36, alignWithLabel: true },
        axisLabel: { ...textStyle, color: palette.muted, hideOverlap: true, alignMinLabel: "left", alignMaxLabel: "right" },
      },
      yAxis: { type: "value", min: (range: { min: number }) => (range.min < 0 ? null : 0), splitNumber: 4, axisLabel: axisNumber(locale), splitLine: { lineStyle: hairline } },
      tooltip: {
        ...tooltip, trigger: "axis", axisPointer: { type: "line", lineStyle: { color: palette.ink, width: 1, type: "solid" } },
        formatter: (points: { dataIndex: number }[]) => {
          const at = points[0]?.dataIndex ?? 0;
          const lines = [
            { name: fan.words.history, value: number(fan.history[at]) },
            { name: fan.words.truth, value: number(fan.truth[at]) },
            { name: fan.words.mean, value: number(fan.mean[at]) },
            ...[...fan.ranges].reverse().map(({ name, low, high }) => ({ name: fan.words.range(name), value: number(low[at]) === null ? null : `${number(low[at])} – ${number(high[at])}` })),
            { name: fan.words.lastYear, value: number(fan.lastYear[at]) },
          ];
          return card(fan.periods[at] ?? "", lines.flatMap(({ name, value }) => (value === null ? [] : [{ name, value }])));
        },
      },
      series: [
        ...fan.ranges.map((range, at) => band(range, opacities[at] ?? 0.3, first, fan.history)),
        line(fan.lastYear, { color: palette.muted, width: 1.25, type: "dotted" }, 3),
        line(fan.history, { color: palette.ink, width: 2, type: "solid" }, 5),
        line(joined, { color: palette.accent, width: 2.5, type: "dashed" }, 6),
        {
          type: "scatter", z: 7, silent: true, symbol: "circle", symbolSize: 9,
          itemStyle: { color: palette.paper, borderColor: palette.ink, borderWidth: 2 },
          data: fan.truth.map((value) => value ?? "-"), emphasis: { disabled: true },
        },
      ],
    },
  };
}

function line(values: (number | null)[], lineStyle: { color: string; width: number; type: string }, z: number) {
  const alone = new Set(segments(values).filter(([from, to]) => from === to).map(([from]) => from));
  return {
    type: "line", z, silent: true, symbol: "circle", showAllSymbol: true, connectNulls: false,
    data: values.map((value, at) => ({ value: value ?? "-", symbolSize: alone.has(at) ? 6 : 0 })),
    lineStyle: { ...lineStyle, join: "round" }, itemStyle: { color: lineStyle.color }, emphasis: { disabled: true },
  };
}

function band({ low, high }: FanRange, opacity: number, first: number, history: (number | null)[]) {
  const renderItem: RenderItem = (_, api) => {
    const [from, to] = [Number(api.value(0)), Number(api.value(1))];
    const places = Array.from({ length: to - from + 1 }, (_unused, step) => from + step);
    const known = from === first ? (history[first - 1] ?? null) : null;
    const start = known === null ? [] : [api.coord([first - 1, known])];
    const edge = (list: (number | null)[], at: number) => api.coord([at, list[at] ?? 0]);
    const points = [...start, ...places.map((at) => edge(low, at)), ...places.reverse().map((at) => edge(high, at))];
    return { type: "polygon", shape: { points }, style: { fill: palette.accent, opacity } };
  };
  const extents = segments(low, high).map(([from, to]) => [from, to, Math.min(...low.slice(from, to + 1).map(Number)), Math.max(...high.slice(from, to + 1).map(Number))]);
  return { type: "custom", silent: true, z: 1, clip: true, renderItem, data: extents, encode: { x: [0, 1], y: [2, 3] } };
}
