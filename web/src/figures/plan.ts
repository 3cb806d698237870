// What a chart module makes of a drawing for one width: the chart library's options, the height, and the key below.
import type { CustomSeriesRenderItem } from "echarts";
import type { Locale } from "../locale.ts";
import { fontFamily, palette } from "./palette.ts";

export type KeyMark =
  | "line"
  | "line-earlier"
  | "line-usual"
  | "band"
  | "centre"
  | "limit-narrow"
  | "limit-wide"
  | "bar"
  | "bar-unclear"
  | "bar-few"
 
  | "point-high"
  | "point-low"
  | "point-usual"
  | "point-few"
  | "line-history"
  | "line-mean"
  | "fan-narrow"
  | "fan-wide"
  | "point-truth";
export interface KeyEntry {
  mark: KeyMark;
  label: string;
}
export interface Plan {
  option: Record<string, unknown>;
  height: number;
  key: KeyEntry[];
  names?: string[]; // of what stands at each place of the first series: to pick it and to mark it
}
export type RenderItem = CustomSeriesRenderItem;

// The same plan with one place of its first series marked by a rim.
export function marked(plan: Plan, name: string | null): Plan {
  const place = name === null ? -1 : (plan.names?.indexOf(name) ?? -1);
  const [first, ...others] = plan.option["series"] as { data: { itemStyle?: object }[] }[];
  if (place < 0 || !first) return plan;
  const rim = { borderColor: palette.ink, borderWidth: 2.5, borderType: "solid" };
  const data = first.data.map((item, at) => (at === place ? { ...item, itemStyle: { ...item.itemStyle, ...rim } } : item));
  return { ...plan, option: { ...plan.option, series: [{ ...first, data }, ...others] } };
}

// Below this many pixels a drawing gives up labels at the side.
export const narrow = 560;
export const fontSize = 14;

export const textStyle = { fontFamily, fontSize, color: palette.ink };
export const hairline = { color: palette.line, width: 1 };

// As many decimals as the numbers need to be told apart on an axis, two at most.
export function digitsFor(values: (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  if (known.every(Number.isInteger)) return 0;
  const largest = Math.max(...known.map(Math.abs));
  return largest >= 100 ? 0 : largest >= 10 ? 1 : 2;
}

export const axisNumber = (locale: Locale) => ({
  ...textStyle,
  color: palette.muted,
  hideOverlap: true,
  formatter: (value: number) => locale.number(value),
});

// Lines no wider than so many pixels, broken between words. (The chart library guesses the width of Kazakh letters.)
export function linesWithin(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

let pen: CanvasRenderingContext2D | null | undefined;
export function textWidth(text: string, size: number = fontSize): number {
  pen ??= typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
  if (!pen) return 0.6 * size * text.length;
  pen.font = `${size}px ${fontFamily}`;
  return pen.measureText(text).width;
}
