// Labels with their values, a line each; spans and moments in the reader's way.
import type { Fact } from "../api/answer.ts";
import type { Locale } from "../../src/locale.ts";
import { useSite } from "../site.ts";
import "../styles/aside.css";

const k_spans = ["span", "compared_with", "period", "history"];
const k_numbers = ["per", "quarantined"];
const k_moments = ["cut", "made", "moment"];
const written = ({ id, value }: Fact, locale: Locale): string =>
  k_spans.includes(id) ? locale.period(value) : k_moments.includes(id) ? momentOf(value, locale) : k_numbers.includes(id) && Number(value) > 0 ? locale.number(Number(value)) : value;
// A moment of the centre's clock, or one that says it is not.
const momentOf = (value: string, locale: Locale): string => {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z$/.exec(value) ?? [];
  return day && time ? `${locale.moment(`${day} ${time}`)} UTC` : locale.moment(value);
};

// The register by its name, with the word by which the program calls it.
export const withRegister = (facts: Fact[], { id, name }: { id: string; name: string }): Fact[] =>
  facts.map((fact) => (fact.id === "register" && name !== id ? { ...fact, value: `${name} (${id})` } : fact));

export function Facts({ of }: { of: Fact[] }) {
  const { locale } = useSite();
  return (
    <dl class="facts">
      {of
        .filter(({ value }) => value)
        .map((fact, at) => (
          <div key={fact.id + at}>
            <dt>{fact.label}</dt>
            <dd>{written(fact, locale)}</dd>
          </div>
        ))}
    </dl>
  );
}
