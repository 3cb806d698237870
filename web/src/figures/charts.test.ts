import { describe, expect, test } from "vitest";
import type { Bars, Funnel, Trend } from "../document.ts";
import { readerOf } from "../messages.ts";
import { barsPlan } from "./bars.ts";
import { funnelPlan } from "./funnel.ts";
import { digitsFor, linesWithin } from "./plan.ts";
import { segments } from "./segments.ts";
import { logTicks, roundStep } from "./ticks.ts";
import { trendPlan } from "./trend.ts";

const reader = readerOf("en");
interface DrawnSeries {
  type: string;
  name?: string;
  data: unknown[];
}
const seriesOf = (option: Record<string, unknown>) => option["series"] as DrawnSeries[];

test("stretches without a gap", () => {
  expect(segments([1, 2, null, 4, null])).toEqual([[0, 1], [3, 3]]);
  expect(segments([1, 2, 3], [1, null, 3])).toEqual([[0, 0], [2, 2]]);
  expect(segments([], [])).toEqual([]);
  expect(segments([1, 2], [])).toEqual([]);
});

test("round ticks", () => {
  expect(logTicks(3, 60)).toEqual([5, 10, 20, 50]);
  expect(logTicks(1, 1e6)).toEqual([1, 10, 100, 1000, 10_000, 100_000, 1e6]);
  expect([0.3, 1, 11, 60].map(roundStep)).toEqual([0.5, 1, 20, 100]);
  expect(roundStep(0)).toBe(1);
});

test("decimals as the numbers need them", () => {
  expect(digitsFor([1, 2, null])).toBe(0);
  expect(digitsFor([1.5, 3])).toBe(2);
  expect(digitsFor([15.5])).toBe(1);
  expect(digitsFor([1500.5])).toBe(0);
});

describe("trend", () => {
  const trend: Trend = {
    kind: "trend",
    periods: ["a", "b", "c"],
    series: [
      { name: "usual", role: "usual", values: [], low: [1, 1, null], high: [5, 5, null] },
      { name: "2012", role: "current", values: [2, null, 3], low: [], high: [] },
      { name: "2011", role: "previous", values: [1, 2, 3], low: [], high: [] },
    ],
  };

  test("a missing period is a gap; a value alone is a dot", () => {
    const current = seriesOf(trendPlan(trend, 700, reader).option).find((series) => series.name === "2012");
    expect(current?.data).toEqual([{ value: 2, symbolSize: 7 }, { value: "-", symbolSize: 0 }, { value: 3, symbolSize: 7 }]);
  });

  test("the axis makes room for the band", () => {
    const band = seriesOf(trendPlan(trend, 700, reader).option).find((series) => series.type === "custom");
    expect(band?.data).toEqual([[0, 1, 1, 5]]);
  });

  test("names at the lines when wide, in the key when narrow", () => {
    expect(trendPlan(trend, 700, reader).key.map((entry) => entry.label)).toEqual(["usual"]);
    expect(trendPlan(trend, 320, reader).key.map((entry) => entry.label)).toEqual(["usual", "2012", "2011"]);
    const withLine = { ...trend, series: trend.series.map((series) => (series.role === "usual" ? { ...series, values: series.low } : series)) };
    expect(trendPlan(withLine, 320, reader).key.map((entry) => entry.label)).toEqual(["usual", "2012", "2011"]);
  });

  test("nothing at all is an empty chart", () => {
    expect(seriesOf(trendPlan({ kind: "trend", periods: [], series: [] }, 700, reader).option)).toEqual([]);
  });
});

describe("bars", () => {
  const bar = { label: "a", value: 3, low: 1, high: 5, verdict: "none" as const, text: "3" };
  const bars: Bars = { kind: "bars", diverging: true, bars: [bar, { ...bar, low: null, verdict: "few" }, { ...bar, verdict: "unclear" }] };

  test("a whisker only where there is an interval", () => {
    const whiskers = seriesOf(barsPlan(bars, 700, reader).option)[1];
    expect(whiskers?.data).toEqual([[0, 1, 5], [2, 1, 5]]);
  });

  test("the key explains only what is drawn", () => {
    expect(barsPlan(bars, 700, reader).key.map((entry) => entry.mark)).toEqual(["bar-unclear", "bar-few"]);
    expect(barsPlan({ ...bars, bars: [bar] }, 700, reader).key).toEqual([]);
  });
});

describe("funnel", () => {
  const funnel: Funnel = {
    kind: "funnel", exposure_label: "area", rate_label: "rate", centre: 5,
    points: [{ label: "a", exposure: 10, rate: 4, verdict: "usual" }, { label: "b", exposure: 1000, rate: 9, verdict: "high" }, { label: "none", exposure: 0, rate: 0, verdict: "few" }],
    limits: [],
  };

  test("a place without exposure has no point; a wide span is logarithmic", () => {
    const points = seriesOf(funnelPlan(funnel, 700, reader).option)[0]?.data as { value: number[] }[];
    expect(points.map((point) => point.value)).toEqual([[1, 4], [3, 9]]);
  });

  test("equal exposures keep an axis with extent", () => {
    const same = { ...funnel, points: funnel.points.map((point) => ({ ...point, exposure: 100 })) };
    const { min, max } = funnelPlan(same, 700, reader).option["xAxis"] as { min: number; max: number };
    expect(max).toBeGreaterThan(min);
  });

  test("nothing, or only zeros: finite axes", () => {
    for (const points of [[], [{ label: "a", exposure: 5, rate: 0, verdict: "few" as const }]]) {
      const { min, max } = funnelPlan({ ...funnel, points, centre: 0 }, 700, reader).option["yAxis"] as { min: number; max: number };
      expect([min, max]).toEqual([0, 1]);
    }
  });
});

test("labels break between words and lose none", () => {
  const label = "Телефон, карта және интернет арқылы жасалған алаяқтық";
  const lines = linesWithin(label, 200);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join(" ")).toBe(label);
});
