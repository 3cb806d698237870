// Figures drawn from the same sheets that stand as tables beneath them.
import { type Cell, columnAt, numberOf, type Sheet, textOf } from "../api/answer.ts";
import type { Figure, Verdict } from "../../src/document.ts";
import type { Locale } from "../../src/locale.ts";
import { cellText, verdictOf } from "../parts/cell_text.ts";
import type { Words } from "../words.ts";

const k_most_bars = 24;

interface Drawn {
  say: Words;
  locale: Locale;
  unit: string;
}

const at = (sheet: Sheet, id: string) => columnAt(sheet, id);
const verdictIn = (cells: Cell[], sheet: Sheet, id: string): Verdict => {
  const place = at(sheet, id);
  const column = sheet.columns[place];
  return column ? verdictOf(cells[place], column) : "none";
};

// Change of each row against last year, with its interval.
export function changeFigure(sheet: Sheet, { say, locale }: Drawn): Figure | null {
  const [change, low, high] = [at(sheet, "change_percent"), at(sheet, "change_percent_low"), at(sheet, "change_percent_high")];
  const column = sheet.columns[change];
  if (!column || sheet.rows.length < 2) return null;
  const bars = sheet.rows.slice(0, k_most_bars).map((cells) => {
    const verdict = verdictIn(cells, sheet, "verdict");
    return {
      label: textOf(cells[0]),
      value: numberOf(cells[change]),
      low: numberOf(cells[low]),
      high: numberOf(cells[high]),
      // An interval that hardly ends says nothing but that there is too little to say.
      verdict: verdict === "rise" || verdict === "fall" ? verdict : verdict === "none" ? ("none" as const) : verdict,
      text: cellText(cells[change], column, sheet, locale),
    };
  });
  const cut = sheet.rows.length > k_most_bars ? ` ${say("site.statistics.first_rows", { count: String(k_most_bars) })}` : "";
  return {
    title: say("site.statistics.change_title"),
    unit: say("site.statistics.change_unit") + cut,
    alternative: say("site.statistics.change_alternative", { rows: bars.map(({ label, text }) => `${label}: ${text}`).join("; ") }),
    drawing: { kind: "bars", diverging: true, bars: bars.map((bar) => (bar.verdict === "few" ? { ...bar, low: null, high: null } : bar)) },
  };
}

// Values of each row, largest first as the table has them.
export function valueFigure(sheet: Sheet, place: number, { say, locale, unit }: Drawn, title: string): Figure | null {
  const column = sheet.columns[place];
  if (!column) return null;
  const rows = sheet.rows.filter((cells) => numberOf(cells[place]) !== null).slice(0, k_most_bars);
  if (rows.length < 2) return null;
  const bars = rows.map((cells) => ({
    label: textOf(cells[0]), value: numberOf(cells[place]), low: null, high: null, verdict: "none" as const, text: cellText(cells[place], column, sheet, locale),
  }));
  return {
    title,
    unit,
    alternative: say("site.statistics.change_alternative", { rows: bars.map(({ label, text }) => `${label}: ${text}`).join("; ") }),
    drawing: { kind: "bars", diverging: false, bars },
  };
}

// One row over its periods.
export function trendFigure(periods: string[], values: (number | null)[], earlier: (number | null)[] | null, name: string, { say, locale, unit }: Drawn): Figure | null {
  if (values.filter((value) => value !== null).length < 2) return null;
  const empty = periods.map(() => null);
  const series = [{ name: earlier ? say("site.statistics.this_year") : name, role: "current", values, low: empty, high: empty }];
  if (earlier?.some((value) => value !== null)) series.unshift({ name: say("site.statistics.year_before"), role: "previous", values: earlier, low: empty, high: empty });
  return {
    title: name,
    unit,
    alternative: say("site.statistics.trend_alternative", {
      name,
      values: periods.map((period, place) => `${period}: ${values[place] === null ? "–" : locale.number(values[place] ?? Number.NaN)}`).join("; "),
    }),
    drawing: { kind: "trend", periods, series },
  };
}

// Rates against residents with the limits of chance.
export function funnelFigure(funnel: Sheet, limits: Sheet, { say }: Drawn, rateLabel: string): Figure | null {
  const column = (sheet: Sheet, id: string) => {
    const place = at(sheet, id);
    return (cells: Cell[]) => numberOf(cells[place]);
  };
  const [residents, rate] = [column(funnel, "residents"), column(funnel, "rate")];
  if (funnel.rows.filter((cells) => rate(cells) !== null && residents(cells) !== null).length < 3) return null;
  const name = at(funnel, "territory");
  const [exposure, low95, high95, low998, high998] = ["residents", "low95", "high95", "low998", "high998"].map((id) => column(limits, id));
  const points = funnel.rows.map((cells) => ({ label: textOf(cells[name]), exposure: residents(cells), rate: rate(cells), verdict: verdictIn(cells, funnel, "standing") }));
  const outside = points.filter(({ verdict }) => verdict === "high" || verdict === "low").length;
  return {
    title: say("site.statistics.funnel_title", { outside: String(outside), all: String(points.length) }),
    unit: "", // the axis says it
    alternative: say("site.statistics.funnel_title", { outside: String(outside), all: String(points.length) }),
    drawing: {
      kind: "funnel",
      exposure_label: funnel.columns[at(funnel, "residents")]?.label ?? "",
      rate_label: rateLabel,
      centre: Number(funnel.header.find(({ id }) => id === "overall_rate")?.value ?? Number.NaN),
      points,
      limits: limits.rows.map((cells) => ({
        exposure: exposure?.(cells) ?? null, low95: low95?.(cells) ?? null, high95: high95?.(cells) ?? null, low998: low998?.(cells) ?? null, high998: high998?.(cells) ?? null,
      })),
    },
  };
}
