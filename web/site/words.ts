// The site's words: one language, loaded when it is chosen.
import type en from "../../i18n/en.json";
import type { Language } from "../src/document.ts";
import { filled } from "../src/filled.ts";

export type SiteKey = Extract<keyof typeof en, `page.${string}` | `site.${string}`>;
export type Words = (key: SiteKey, named?: Record<string, string>) => string;
type Catalogue = Record<string, string>;

const loads: Record<Language, () => Promise<{ default: Catalogue }>> = {
  kk: () => import("../../i18n/kk.json?site"),
  ru: () => import("../../i18n/ru.json?site"),
  en: () => import("../../i18n/en.json?site"),
};
export const languages: Language[] = ["kk", "ru", "en"];

export async function wordsIn(language: Language): Promise<Words> {
  const { default: catalogue } = await loads[language]();
  return (key, named = {}) => filled(catalogue[key] ?? key, named);
}

// The reader's language: what the address says, else what was chosen before, else what the browser prefers.
const k_kept = "tartip.language";
export function chosenLanguage(): Language {
  const wanted = [new URLSearchParams(location.search).get("lang"), localStorage.getItem(k_kept), ...navigator.languages];
  for (const one of wanted) {
    const language = languages.find((known) => one?.toLowerCase().split("-")[0] === known);
    if (language) return language;
  }
  return "kk";
}
export const keepLanguage = (language: Language): void => localStorage.setItem(k_kept, language);
