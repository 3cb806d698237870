// Rate against exposure, with the limits that chance alone would keep 95 and 99.8 % within (Spiegelhalter 2005). The
// exposure is drawn on a logarithmic scale when it spans more than a factor of eight.
import type { Funnel, FunnelLimit, FunnelPoint, Verdict } from "../document.ts";
import type { Reader } from "../reader.ts";
import { palette } from "./palette.ts";
import { axisNumber, digitsFor, hairline, type KeyEntry, type KeyMark, narrow, type Plan, textStyle } from "./plan.ts";
import { logTicks, roundStep } from "./ticks.ts";
import { card, tooltip } from "./tooltip.ts";

interface Look {
  mark: KeyMark;
  symbol: string;
  rotate: number;
  size: number;
  style: Record<string, unknown>;
}
const usual: Look = { mark: "point-usual", symbol: "circle", rotate: 0, size: 8, style: { color: palette.paper, borderColor: palette.muted, borderWidth: 1.5 } };
const looks: Partial<Record<Verdict, Look>> = {
  high: { mark: "point-high", symbol: "triangle", rotate: 0, size: 12, style: { color: palette.alert } },
  low: { mark: "point-low", symbol: "triangle", rotate: 180, size: 12, style: { color: palette.accent } },
  few: { mark: "point-few", symbol: "rect", rotate: 45, size: 7, style: { color: palette.paper, borderColor: palette.muted, borderWidth: 1, borderType: "dashed" } },
};
type Placed<Place> = Place & { exposure: number };
const isLimit = (limit: FunnelLimit): limit is Placed<FunnelLimit> => limit.exposure !== null && limit.exposure > 0;
const isPlaced = (point: FunnelPoint): point is Placed<FunnelPoint> & { rate: number } =>
  point.exposure !== null && point.exposure > 0 && point.rate !== null;
const lookOf = (point: FunnelPoint) => looks[point.verdict] ?? usual;

export function funnelKey(funnel: Funnel, { say, locale }: Reader): KeyEntry[] {
  const present = (mark: KeyMark) => funnel.points.some((point) => lookOf(point).mark === mark);
  const points: KeyEntry[] = [
    { mark: "point-high" as const, label: say("page.verdict.high") },
    { mark: "point-usual" as const, label: say("page.verdict.usual") },
    { mark: "point-low" as const, label: say("page.verdict.low") },
    { mark: "point-few" as const, label: say("page.verdict.few") },
  ].filter(({ mark }) => present(mark));
  const centre = funnel.centre ?? Number.NaN;
  const overall = say("page.overall", { rate: locale.number(centre, digitsFor(funnel.points.map((point) => point.rate))) });
  const limits: KeyEntry[] = [
    { mark: "limit-narrow", label: say("page.limits", { level: locale.percent(0.95) }) },
    { mark: "limit-wide", label: say("page.limits", { level: locale.percent(0.998) }) },
  ];
  return [...points, { mark: "centre", label: overall }, ...(funnel.limits.length > 0 ? limits : [])];
}

export function funnelPlan(funnel: Funnel, width: number, reader: Reader): Plan {
  const { locale, say } = reader;
  const drawn = funnel.points.filter(isPlaced);
  const limits = funnel.limits.filter(isLimit).sort((a, b) => a.exposure - b.exposure);
  const exposures = [...drawn, ...limits].map((at) => at.exposure);
  const [least, most] = exposures.length ? [Math.min(...exposures), Math.max(...exposures)] : [1, 10];
  const logarithmic = most / least > 8;
  const place = (exposure: number) => (logarithmic ? Math.log10(exposure) : exposure);
  const digits = digitsFor(drawn.map((point) => point.rate));
  const limitLine = (side: keyof FunnelLimit, type: "solid" | "dashed") => ({
    type: "line", silent: true, symbol: "none", z: 2, emphasis: { disabled: true }, clip: true,
    data: limits.map((limit) => [place(limit.exposure), limit[side] ?? "-"]),
    lineStyle: { color: palette.muted, width: type === "solid" ? 1.25 : 1, type },
  });
  const margin = logarithmic ? Math.log10(most / least) * 0.03 : (most - least) * 0.04 || most * 0.1;
  const ends = { min: place(least) - margin, max: place(most) + margin };
  const ticks = logTicks(least, most).map(Math.log10);

  return {
    height: width >= narrow ? 400 : 330,
    key: funnelKey(funnel, reader),
    names: drawn.map((point) => point.label),
    option: {
      animation: false,
      textStyle,
      grid: { left: 2, right: 14, top: 34, bottom: 30, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      xAxis: {
        type: "value", ...ends, name: funnel.exposure_label, nameLocation: "middle", nameGap: 32, nameTextStyle: textStyle,
        axisLine: { show: true, onZero: false, lineStyle: { color: palette.ink } }, splitLine: { show: false },
        axisTick: { show: true, ...(logarithmic ? { customValues: ticks } : {}) },
        axisLabel: {
          ...axisNumber(locale), showMinLabel: logarithmic, showMaxLabel: logarithmic,
          ...(logarithmic ? { customValues: ticks } : {}),
          formatter: (value: number) => locale.number(logarithmic ? Number((10 ** value).toPrecision(3)) : value),
        },
      },
      yAxis: {
        type: "value", ...rateAxis([funnel.centre ?? 0, ...drawn.map((point) => point.rate)]), name: funnel.rate_label, nameLocation: "end",
        nameTextStyle: { ...textStyle, align: "left" }, nameGap: 14,
        axisLabel: axisNumber(locale), splitLine: { lineStyle: hairline },
      },
      tooltip: {
        ...tooltip, trigger: "item",
        formatter: ({ dataIndex }: { dataIndex: number }) => {
          const point = drawn[dataIndex];
          if (!point) return "";
          return card(point.label, [
            { name: funnel.rate_label, value: locale.number(point.rate, digits) },
            { name: funnel.exposure_label, value: locale.number(point.exposure, point.exposure >= 100 ? 0 : 1) },
            ...(point.verdict === "none" ? [] : [{ name: "", value: say(`page.verdict.${point.verdict}`) }]),
          ]);
        },
      },
      series: [
        {
          type: "scatter", z: 4, emphasis: { disabled: true },
          data: drawn.map((point) => ({
            value: [place(point.exposure), point.rate], name: point.label,
            symbol: lookOf(point).symbol, symbolRotate: lookOf(point).rotate, symbolSize: lookOf(point).size, itemStyle: { opacity: 1, ...lookOf(point).style },
            label: { show: width >= narrow && (point.verdict === "high" || point.verdict === "low") },
          })),
          label: { position: "right", distance: 6, ...textStyle, fontSize: 13, textBorderColor: palette.paper, textBorderWidth: 3, formatter: "{b}", width: 180, overflow: "truncate" },
          labelLayout: { hideOverlap: true },
        },
        limitLine("low95", "dashed"), limitLine("high95", "dashed"), limitLine("low998", "solid"), limitLine("high998", "solid"),
        {
          type: "line", silent: true, symbol: "none", z: 3, emphasis: { disabled: true },
          data: [[ends.min, funnel.centre ?? "-"], [ends.max, funnel.centre ?? "-"]],
          lineStyle: { color: palette.ink, width: 1.25, type: "solid" },
        },
      ],
    },
  };
}

// The limits open without bound at small exposures; the rates decide what is shown. From zero, unless all rates lie in
// the upper half.
function rateAxis(rates: number[]): { min: number; max: number; interval: number } {
  const [least, most] = [Math.min(...rates), Math.max(...rates)];
  if (most <= 0) return { min: 0, max: 1, interval: 0.5 };
  const from = least > most / 2 ? least - (most - least) * 0.3 : 0;
  const interval = roundStep((most - from) / 4);
  return { min: Math.floor(from / interval) * interval, max: Math.ceil((most * 1.02) / interval) * interval, interval };
}
