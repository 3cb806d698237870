// Horizontal bars in the given order, each with its label, its value as text in a column at the right, and its interval
// as a whisker. Solid: a clear value; pale: no clear change; hatched: too few events to say; a triangle beside the value: above
// chance variation.
import type { Bar, Bars, Verdict } from "../document.ts";
import type { Reader } from "../reader.ts";
import { palette, ramp } from "./palette.ts";
import { axisNumber, digitsFor, fontSize, hairline, linesWithin, type KeyEntry, type KeyMark, narrow, type Plan, type RenderItem, textStyle, textWidth } from "./plan.ts";
import { card, tooltip } from "./tooltip.ts";

const hatching = { symbol: "rect", color: palette.muted, dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 };

function fill(verdict: Verdict) {
  switch (verdict) {
    case "few":
      return { color: palette.paper, borderColor: palette.muted, borderWidth: 1, decal: hatching };
    case "unclear":
      return { color: ramp[1], borderColor: palette.accent, borderWidth: 1 };
    default:
      return { color: palette.accent };
  }
}

// A place above chance keeps its bar: a triangle beside its number says it.
const k_high = "▲";
const rich = { high: { ...textStyle, color: palette.alert, fontSize: fontSize - 3 } };
const textOf = ({ text, verdict }: Bar): string => (verdict === "high" ? `{high|${k_high}} ${text}` : text);

export function barsKey(bars: Bar[], { say }: Reader): KeyEntry[] {
  const marks: [Verdict, KeyMark][] = [["high", "point-high"], ["unclear", "bar-unclear"], ["few", "bar-few"]];
  // A full bar is told from a pale one where there are both.
  const clear = bars.some(({ verdict }) => verdict === "rise" || verdict === "fall") ? [{ mark: "bar" as const, label: say("page.verdict.clear") }] : [];
  const others = marks
    .filter(([verdict]) => bars.some((bar) => bar.verdict === verdict))
    .map(([verdict, mark]) => ({ mark, label: say(`page.verdict.${verdict as "high"}`) }));
  return others.length > 0 ? [...clear, ...others] : [];
}

export function barsPlan({ bars, diverging }: Bars, width: number, reader: Reader): Plan {
  const { locale } = reader;
  const wide = width >= narrow;
  const widest = (texts: string[]) => Math.max(0, ...texts.map((text) => textWidth(text)));
  const labelWidth = Math.min(0.4 * width, widest(bars.map((bar) => bar.label)) + 2);
  const textColumn = Math.min(0.3 * width, widest(bars.map((bar) => (bar.verdict === "high" ? `${k_high} ${bar.text}` : bar.text))) + 2);
  const lineHeight = fontSize + 4;
  const labels = bars.map((bar) => linesWithin(bar.label, wide ? labelWidth : width - textColumn - 16));
  const most = Math.max(1, ...labels.map((lines) => lines.length));
  const rowHeight = wide ? Math.max(30, 12 + lineHeight * most) : 32 + lineHeight * most;
  const label = labels.map((lines) => lines.join("\n"));
  const digits = digitsFor(bars.flatMap((bar) => [bar.value, bar.low, bar.high]));
  const whiskers = bars.flatMap((bar, at) => (bar.low !== null && bar.high !== null ? [[at, bar.low, bar.high]] : []));
  const side = { type: "category", inverse: true, axisTick: { show: false } };
  const above = { inside: true, verticalAlign: "bottom", padding: [0, 0, 11, 0], margin: 0, lineHeight, textBorderColor: palette.paper, textBorderWidth: 4 };

  return {
    height: rowHeight * bars.length + 34 + (wide ? 0 : (lineHeight * most) / 2),
    key: barsKey(bars, reader),
    names: bars.map((bar) => bar.label),
    option: {
      animation: false,
      textStyle,
      grid: { left: wide ? labelWidth + 14 : 2, right: wide ? textColumn + 14 : 6, top: wide ? 4 : (lineHeight * most) / 2, bottom: 30, outerBoundsMode: "none" },
      xAxis: {
        type: "value", splitNumber: wide ? 5 : 3, axisLabel: { ...axisNumber(locale), alignMinLabel: "left", alignMaxLabel: "right" }, splitLine: { lineStyle: hairline },
        ...(diverging ? {} : { min: 0 }),
      },
      yAxis: [
        {
          ...side, position: "left", data: label, axisLine: { show: false },
          axisLabel: { show: wide, ...textStyle, lineHeight, interval: 0, align: "left", margin: labelWidth + 12 },
        },
        {
          ...side, position: "right", data: bars.map(textOf), axisLine: { show: false },
          axisLabel: wide
            ? { ...textStyle, rich, interval: 0, align: "right", margin: textColumn + 12 }
            : { ...textStyle, ...above, rich, interval: 0, align: "right", fontWeight: 600 }, z: 8,
        },
        ...(wide ? [] : [{ ...side, position: "left", data: label, axisLine: { show: false },
          axisLabel: { ...textStyle, ...above, interval: 0, align: "left" }, z: 8 }]),
      ],
      tooltip: {
        ...tooltip, trigger: "item",
        formatter: ({ dataIndex }: { dataIndex: number }) => {
          const bar = bars[dataIndex];
          if (!bar) return "";
          const { low, high } = bar;
          const interval = low !== null && high !== null
            ? [{ name: "", value: reader.say("page.interval", { low: locale.number(low, digits), high: locale.number(high, digits) }) }]
            : [];
          return card(bar.label, [{ name: "", value: bar.text || locale.number(bar.value ?? Number.NaN, digits) }, ...interval]);
        },
      },
      series: [
        {
          type: "bar", barWidth: wide ? Math.min(22, rowHeight - 12) : 14, emphasis: { disabled: true },
          data: bars.map((bar) => ({ value: bar.value ?? "-", itemStyle: fill(bar.verdict) })),
        },
        { type: "custom", silent: true, z: 5, data: whiskers, encode: { x: [1, 2], y: 0 }, renderItem: whisker },
        { type: "custom", silent: true, z: 6, data: [[0]], encode: { x: 0, y: [] }, renderItem: zeroLine },
      ],
    },
  };
}

const whisker: RenderItem = (_, api) => {
  const [from, to] = [api.coord([Number(api.value(1)), Number(api.value(0))]), api.coord([Number(api.value(2)), Number(api.value(0))])];
  const [x1 = 0, y = 0] = from;
  const [x2 = 0] = to;
  const stroke = (shape: { x1: number; y1: number; x2: number; y2: number }, width: number, color: string) =>
    ({ type: "line" as const, shape, style: { stroke: color, lineWidth: width } });
  const caps = [x1, x2].map((x) => ({ x1: x, y1: y - 4, x2: x, y2: y + 4 }));
  const across = { x1, y1: y, x2, y2: y };
  return {
    type: "group",
    children: [stroke(across, 4, palette.paper), stroke(across, 1.5, palette.ink), ...caps.map((cap) => stroke(cap, 1.5, palette.ink))],
  };
};

const zeroLine: RenderItem = (params, api) => {
  const area = params.coordSys as unknown as { y: number; height: number };
  const [x = 0] = api.coord([0, 0]);
  return { type: "line", shape: { x1: x, y1: area.y, x2: x, y2: area.y + area.height }, style: { stroke: palette.ink, lineWidth: 1.25 } };
};
