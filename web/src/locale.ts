// Numbers and dates as readers of Kazakh, Russian and English write them. Own rules, because chromium claims to know
// Kazakh and does not; tested against ICU (Unicode CLDR), which Node carries whole.
import type { Language } from "./document.ts";

export interface Locale {
  language: Language;
  // Digits are fixed when given; otherwise as many as the number has, three at most.
  number(value: number, digits?: number): string;
  percent(share: number, digits?: number): string;
  // The calendar day in the reader's own time zone.
  date(day: Date): string;
  // A month of the year by itself, 0 to 11: as a heading or a choice names it.
  month(at: number): string;
  // A calendar period as the program writes it ("2022", "2022-09", "2022-Q3", "2022-09-17", "2022-01..2022-09").
  period(text: string): string;
  // A day, perhaps with its time, as the program writes it on the centre's clock ("2026-11-22 04:21").
  moment(text: string): string;
  // The same in short, for tables: "22 Nov 2026, 04:21", "22.11.2026, 04:21".
  stamp(text: string): string;
}

const k_nbsp = "\u00a0";
const k_minus = "\u2212";
const k_months: Record<Language, string[]> = {
  kk: "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(" "),
  ru: "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
};

const k_months_alone: Record<Language, string[]> = {
  kk: k_months.kk.map((name) => name[0]?.toUpperCase() + name.slice(1)),
  en: k_months.en,
  ru: "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split(" "),
};

function group(digits: string, separator: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, separator);
}

function formatNumber(language: Language, value: number, digits?: number): string {
  if (!Number.isFinite(value)) return "–";
  const [whole = "0", fraction] = plain(Math.abs(value), digits).split(".");
  const shown = group(whole, language === "en" ? "," : k_nbsp) + (fraction ? (language === "en" ? "." : ",") + fraction : "");
  // A value that rounds to nothing has no sign: "−0" would say a fall that is not shown.
  return value < 0 && /[1-9]/.test(shown) ? k_minus + shown : shown;
}

function plain(magnitude: number, digits?: number): string {
  if (magnitude >= 1e21) return BigInt(magnitude).toString();
  if (digits !== undefined) return magnitude.toFixed(digits);
  return magnitude.toFixed(3).replace(/\.?0+$/, "");
}

function formatDate(language: Language, day: Date): string {
  const month = k_months[language][day.getMonth()];
  switch (language) {
    case "kk":
      return `${day.getFullYear()} ж. ${day.getDate()} ${month}`;
    case "ru":
      return `${day.getDate()} ${month} ${day.getFullYear()} г.`;
    case "en":
      return `${day.getDate()} ${month} ${day.getFullYear()}`;
  }
}

function formatPeriod(language: Language, text: string): string {
  const ends = text.split("..");
  const [, sameYear, from, to] = /^(\d{4})-(\d\d)\.\.\1-(\d\d)$/.exec(text) ?? [];
  if (sameYear && from && to) {
    const names = language === "kk" ? k_months.kk : k_months_alone[language];
    const months = `${names[Number(from) - 1]} – ${names[Number(to) - 1]}`;
    return language === "kk" ? `${sameYear} ж. ${months}` : language === "ru" ? `${months} ${sameYear} г.` : `${months} ${sameYear}`;
  }
  if (ends.length === 2) return ends.map((end) => formatPeriod(language, end)).join(" – ");
  const [, year, quarter, month, day] = /^(\d{4})(?:-Q([1-4])|-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
  if (!year) return text;
  if (day) return formatDate(language, new Date(Number(year), Number(month) - 1, Number(day)));
  if (month) {
    const name = (language === "kk" ? k_months : k_months_alone)[language][Number(month) - 1] ?? month;
    return language === "kk" ? `${year} ж. ${name}` : language === "ru" ? `${name} ${year} г.` : `${name} ${year}`;
  }
  if (!quarter) return year;
  return language === "kk" ? `${year} ж. ${quarter}-тоқсан` : language === "ru" ? `${quarter}-й квартал ${year} г.` : `Q${quarter} ${year}`;
}

function formatStamp(language: Language, text: string): string {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d)/.exec(text) ?? [];
  if (!year || !month) return text;
  const name = k_months.en[Number(month) - 1]?.slice(0, 3) ?? month;
  const written = language === "en" ? `${Number(day)}${k_nbsp}${name}${k_nbsp}${year}` : `${day}.${month}.${year}`;
  return `${written},${k_nbsp}${time}`;
}

export function localeOf(language: Language): Locale {
  return {
    language,
    number: (value, digits) => formatNumber(language, value, digits),
    percent: (share, digits) => formatNumber(language, 100 * share, digits) + (language === "ru" ? `${k_nbsp}%` : "%"),
    date: (day) => formatDate(language, day),
    month: (at) => k_months_alone[language][at] ?? "",
    period: (text) => formatPeriod(language, text),
    moment: (text) => {
      const [day = "", time = ""] = text.split(" ");
      return [formatPeriod(language, day), time].filter(Boolean).join(", ");
    },
    stamp: (text) => formatStamp(language, text),
  };
}
