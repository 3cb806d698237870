// A period as legal statistics speaks of it: a year, from January to some month, a quarter, a month. In the address it is
// `period`, with `cumulative` for "from January on".
import type { Locale } from "../../src/locale.ts";
import { useSite } from "../site.ts";
import type { Words } from "../words.ts";
import { type Choice, Select } from "./field.tsx";

export interface Period {
  period: string; // "2022", "2022-Q3", "2022-09"
  cumulative: boolean;
}

// The years of a span as the program writes it: "1998..2007", "2012-01-01..2012-06-30", "2022".
export function yearsOf(span: string): string[] {
  const years = [...span.matchAll(/(?:^|\.\.)(\d{4})/g)].map((match) => Number(match[1]));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  return years.length === 0 ? [] : Array.from({ length: last - first + 1 }, (_, at) => String(last - at));
}

const two = (number: number) => String(number).padStart(2, "0");

function partsOf(locale: Locale, say: Words): Choice[] {
  const months = Array.from({ length: 12 }, (_, at) => ({ at: at + 1, name: locale.month(at) }));
  return [
    { value: "", label: say("site.period.whole") },
    ...months.slice(1, 11).map(({ at, name }) => ({ value: `to-${two(at)}`, label: say("site.period.until", { month: name }), group: say("site.period.from_january") })),
    ...[1, 2, 3, 4].map((number) => ({ value: `Q${number}`, label: say("site.period.quarter_of", { number: String(number) }), group: say("site.period.quarter") })),
    ...months.map(({ at, name }) => ({ value: two(at), label: name, group: say("site.period.month") })),
  ];
}

interface Props {
  years: string[];
  value: Period;
  none?: string; // what no choice means; without it a year must be chosen
  onChoose: (period: Period) => void;
}

export function PeriodChoice({ years, value, none, onChoose }: Props) {
  const { say, locale } = useSite();
  const [year = "", rest = ""] = value.period.split(/-(.*)/);
  const part = value.cumulative && rest ? `to-${rest}` : rest;
  const known = years.includes(year) || !year ? years : [year, ...years];
  const choices = known.map((one) => ({ value: one, label: one }));
  const choose = (nextYear: string, nextPart: string) => {
    if (!nextYear) return onChoose({ period: "", cumulative: false });
    const bare = nextPart.replace(/^to-/, "");
    onChoose({ period: bare ? `${nextYear}-${bare}` : nextYear, cumulative: nextPart.startsWith("to-") });
  };
  return (
    <>
      <Select label={say("site.period.year")} choices={none ? [{ value: "", label: none }, ...choices] : choices} value={year} onChoose={(next) => choose(next, part)} />
      {year && <Select label={say("site.period.part")} choices={partsOf(locale, say)} value={part} onChoose={(next) => choose(year, next)} />}
    </>
  );
}
