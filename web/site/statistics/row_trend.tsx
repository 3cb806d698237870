// The chosen row of a comparison, month by month: this year and the year before.
import { columnAt, rowsOf, type Sheet, textOf, numberOf } from "../api/answer.ts";
import type { RegisterAxes } from "../api/axes.ts";
import { useAnswer } from "../api/use_answer.ts";
import { LinkedFigure } from "../parts/linked_figure.tsx";
import { useSite } from "../site.ts";
import { trendFigure } from "./figures.ts";
import type { Question } from "./question.ts";

// The calendar years that a span touches: "2022-01..2022-09" is 2022.
export const lastYearOf = (span: string): number => Number(/(\d{4})(?!.*\d{4})/.exec(span)?.[1] ?? Number.NaN);

interface Props {
  register: RegisterAxes;
  question: Question;
  sheet: Sheet;
  row: number;
  span: string;
}

export function RowTrend({ register, question, sheet, row, span }: Props) {
  const { say, locale } = useSite();
  const year = lastYearOf(span);
  const code = (id: string) => textOf(sheet.rows[row]?.[columnAt(sheet, id)]);
  const [territory, item] = [code("territory_code"), code("class_code")];
  const quantity = question.measure.startsWith("sum:") ? question.measure.slice(4) : undefined;
  // Units that were joined for the comparison are asked for together.
  const answer = useAnswer(
    "cube query",
    Number.isNaN(year)
      ? null
      : {
          register: register.id,
          every: "month",
          period: `${year - 1}-01..${year}-12`,
          measure: quantity ? "sum" : "count",
          quantity,
          in: territory ? territory.split("+") : question.in,
          class: item ? item.split("+") : question.class,
          where: question.where,
          "known-on": question.knownOn,
        },
  );
  const cells = rowsOf(answer.answer?.sheets[0]);
  if (cells.length === 0) return null;
  const value = new Map(cells.map((one) => [textOf(one["period"]), one["status"] === "missing" ? null : numberOf(one["value"])]));
  const months = Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(2, "0"));
  const of = (which: number) => months.map((month) => value.get(`${which}-${month}`) ?? null);
  const figure = trendFigure(
    months.map((_, at) => locale.month(at).slice(0, 3)),
    of(year),
    of(year - 1),
    say("site.statistics.trend_title", { name: textOf(sheet.rows[row]?.[0]), year: String(year) }),
    { say, locale, unit: quantity ? "" : say("site.statistics.events_a_month") },
  );
  return figure && <LinkedFigure figure={figure} source={register.name} name={`${register.id}-months`} />;
}
