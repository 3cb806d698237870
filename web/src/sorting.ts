// Names in the order of the reader's alphabet, numbers within them by value: "District 2" before "District 10". Kazakh by its
// own alphabet, because chromium claims to know it and does not; tested against ICU, which Node carries whole.
import type { Language } from "./document.ts";

export type Compare = (a: string, b: string) => number;

const k_kazakh = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";
// Signs and digits first, then Cyrillic, then what other scripts have.
const rank = (sign: string): number => {
  const place = k_kazakh.indexOf(sign);
  if (place >= 0) return place;
  const point = sign.codePointAt(0) ?? 0;
  return /\p{L}/u.test(sign) ? 1000 + point : point - 0x11_0000;
};
const piecesOf = (text: string): string[] => text.toLowerCase().match(/\d+|\P{Nd}/gu) ?? [];

function kazakh(a: string, b: string): number {
  const [left, right] = [piecesOf(a), piecesOf(b)];
  for (let at = 0; at < Math.min(left.length, right.length); ++at) {
    const [one = "", other = ""] = [left[at], right[at]];
    const numbers = /^\d/.test(one) && /^\d/.test(other);
    const order = numbers ? Number(one) - Number(other) : rank(one) - rank(other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

export function compareIn(language: Language): Compare {
  return language === "kk" ? kazakh : new Intl.Collator(language, { numeric: true }).compare;
}
