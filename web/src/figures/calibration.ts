// Calibration: of the truths, the share at or below the quantile that was promised. On the diagonal promises were kept;
// below it truths came out higher than promised, above it lower.
import type { Reader } from "../reader.ts";
import { palette } from "./palette.ts";
import { hairline, type Plan, textStyle } from "./plan.ts";
import { card, tooltip } from "./tooltip.ts";

export interface Calibration {
  promised: number[]; // shares in [0, 1], rising
  came: number[];
  words: { promised: string; came: string; kept: string; found: string };
}

export function calibrationPlan({ promised, came, words }: Calibration, width: number, { locale }: Reader): Plan {
  const side = Math.min(width, 420);
  const axis = (name: string) => ({
    type: "value", min: 0, max: 1, interval: 0.25, name, nameLocation: "middle", nameGap: 32,
    nameTextStyle: { ...textStyle, color: palette.muted },
    axisLabel: { ...textStyle, color: palette.muted, formatter: (value: number) => locale.percent(value, 0) },
    axisLine: { show: true, lineStyle: { color: palette.ink, width: 1 } },
    splitLine: { lineStyle: hairline },
  });
  return {
    height: Math.round(0.85 * side),
    key: [
      { mark: "line", label: words.found },
      { mark: "limit-narrow", label: words.kept },
    ],
    option: {
      animation: false,
      textStyle,
      grid: { left: 24, top: 12, bottom: 24, right: width - side + 16, outerBoundsMode: "same", outerBoundsContain: "all" },
      xAxis: axis(words.promised),
      yAxis: { ...axis(words.came), nameGap: 48 },
      tooltip: {
        ...tooltip, trigger: "item",
        formatter: ({ dataIndex }: { dataIndex: number }) =>
          card(locale.percent(promised[dataIndex] ?? 0, 1), [{ name: words.came, value: locale.percent(came[dataIndex] ?? 0, 1) }]),
      },
      series: [
        { type: "line", silent: true, symbol: "none", data: [[0, 0], [1, 1]], lineStyle: { color: palette.muted, width: 1, type: "dashed" }, z: 2 },
        {
          type: "line", symbol: "circle", symbolSize: 7, data: promised.map((share, at) => [share, came[at] ?? 0]),
          lineStyle: { color: palette.accent, width: 2 }, itemStyle: { color: palette.accent }, z: 3, emphasis: { disabled: true },
        },
      ],
    },
  };
}
