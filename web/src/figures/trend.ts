// Lines over time. A missing period is a gap, never a bridge; a value between two gaps is a dot. The usual range is a
// band, the earlier year dashed. Wide enough, names stand at the ends of the lines; otherwise in the key.
import type { Trend, TrendSeries } from "../document.ts";
import type { Reader } from "../reader.ts";
import { palette } from "./palette.ts";
import { axisNumber, digitsFor, fontSize, hairline, linesWithin, type KeyMark, narrow, type Plan, type RenderItem, textStyle, textWidth } from "./plan.ts";
import { segments } from "./segments.ts";
import { card, tooltip } from "./tooltip.ts";

interface Stroke {
  mark: KeyMark;
  color: string;
  width: number;
  type: "solid" | "dashed" | "dotted";
  layer: number;
}
const current: Stroke = { mark: "line", color: palette.accent, width: 2.5, type: "solid", layer: 5 };
const strokes: Record<string, Stroke> = {
  current,
  previous: { mark: "line-earlier", color: palette.earlier, width: 1.75, type: "dashed", layer: 4 },
  usual: { mark: "line-usual", color: palette.muted, width: 1.25, type: "dotted", layer: 3 },
};
const strokeOf = (series: TrendSeries) => strokes[series.role] ?? current;
const hasBand = (series: TrendSeries) => segments(series.low, series.high).length > 0;
const hasLine = (series: TrendSeries) => series.values.some((value) => value !== null);

export function trendPlan(trend: Trend, width: number, { locale }: Reader): Plan {
  const wide = width >= narrow;
  const lined = trend.series.filter(hasLine);
  const digits = digitsFor(trend.series.flatMap((series) => series.values));
  const nameWidth = Math.min(width / 4, Math.max(0, ...lined.map((series) => textWidth(series.name))) + 4);
  const named = wide && lined.length > 1;

  return {
    height: wide ? 320 : 260,
    // The band of what is usual stands for the line in its middle too: both have one name.
    key: trend.series.flatMap((series) => {
      if (hasBand(series) && series.role === "usual") return [{ mark: "band" as const, label: series.name }];
      return hasLine(series) && !named && lined.length > 1 ? [{ mark: strokeOf(series).mark, label: series.name }] : [];
    }),
    option: {
      animation: false,
      textStyle,
      grid: {
        left: 2, top: 12, bottom: 4, right: named ? nameWidth + 12 : 10,
        outerBoundsMode: "same", outerBoundsContain: "axisLabel",
      },
      xAxis: {
        type: "category", data: trend.periods, boundaryGap: false,
        axisLine: { onZero: false, lineStyle: { color: palette.ink, width: 1 } },
        axisTick: { show: trend.periods.length <= 36, alignWithLabel: true },
        axisLabel: { ...textStyle, color: palette.muted, hideOverlap: true, alignMinLabel: "left", alignMaxLabel: "right" },
      },
      yAxis: {
        type: "value", min: (range: { min: number }) => (range.min < 0 ? null : 0), splitNumber: 4,
        axisLabel: axisNumber(locale), splitLine: { lineStyle: hairline },
      },
      tooltip: {
        ...tooltip, trigger: "axis", axisPointer: { type: "line", lineStyle: { color: palette.ink, width: 1, type: "solid" } },
        formatter: (points: { dataIndex: number }[]) => {
          const at = points[0]?.dataIndex ?? 0;
          const lines = trend.series.map((series) => ({ name: series.name, value: spoken(series, at) }));
          return card(trend.periods[at] ?? "", lines);
        },
      },
      series: [...trend.series.filter(hasBand).map(band), ...lined.map((series) => line(series, named ? nameWidth : 0))],
    },
  };

  function spoken({ values, low, high }: TrendSeries, at: number): string {
    const number = (value: number | null | undefined) => (typeof value === "number" ? locale.number(value, digits) : null);
    const range = number(low[at]) !== null && number(high[at]) !== null ? `${number(low[at])} – ${number(high[at])}` : null;
    const value = number(values[at]);
    if (value === null) return range ?? "–";
    return range ? `${value} (${range})` : value;
  }
}

function line(series: TrendSeries, nameWidth: number) {
  const { color, width, type, layer } = strokeOf(series);
  const alone = new Set(segments(series.values).filter(([first, last]) => first === last).map(([first]) => first));
  return {
    type: "line", name: series.name, z: layer, silent: true,
    data: series.values.map((value, at) => ({ value: value ?? "-", symbolSize: alone.has(at) ? 7 : 0 })),
    symbol: "circle", showAllSymbol: true, connectNulls: false,
    lineStyle: { color, width, type, cap: "butt", join: "round" },
    itemStyle: { color },
    endLabel: {
      show: nameWidth > 0, formatter: linesWithin(series.name, nameWidth).join("\n"), ...textStyle, color: series.role === "current" ? color : palette.muted,
      fontWeight: series.role === "current" ? 600 : 400, lineHeight: fontSize + 4, distance: 8,
    },
    labelLayout: { moveOverlap: "shiftY" },
    emphasis: { disabled: true },
  };
}

function band(series: TrendSeries) {
  // Positions of a stretch with its lowest and highest value, by which the axis makes room for it.
  const extent = ([first, last]: [number, number]) => {
    const within = (list: (number | null)[]) => list.slice(first, last + 1).map(Number);
    return [first, last, Math.min(...within(series.low)), Math.max(...within(series.high))];
  };
  const renderItem: RenderItem = (_, api) => {
    const [first, last] = [Number(api.value(0)), Number(api.value(1))];
    const places = Array.from({ length: last - first + 1 }, (_unused, step) => first + step);
    const edge = (list: (number | null)[], at: number) => api.coord([at, list[at] ?? 0]);
    const points = [...places.map((at) => edge(series.low, at)), ...places.reverse().map((at) => edge(series.high, at))];
    return { type: "polygon", shape: { points }, style: { fill: series.role === "usual" ? palette.band : palette.accent, opacity: series.role === "usual" ? 1 : 0.15 } };
  };
  return { type: "custom", name: series.name, silent: true, z: 1, clip: true, renderItem, data: segments(series.low, series.high).map(extent), encode: { x: [0, 1], y: [2, 3] } };
}
