// The page's own words. They stand in the same catalogues as the program's messages, under `page.`; a name in braces is
// replaced by its argument. (Sentences with plurals are made by the program, not here.)
import en from "../../i18n/en.json";
import kk from "../../i18n/kk.json";
import ru from "../../i18n/ru.json";
import type { Language } from "./document.ts";
import { filled } from "./filled.ts";
import { localeOf } from "./locale.ts";
import type { Reader } from "./reader.ts";

export type MessageKey = Extract<keyof typeof en, `page.${string}`>;
type PageCatalogue = Record<MessageKey, string>;
const catalogues: Record<Language, PageCatalogue> = { kk, ru, en };

export type Messages = (key: MessageKey, named?: Record<string, string>) => string;

export function messagesIn(language: Language): Messages {
  return (key, named = {}) => filled(catalogues[language][key], named);
}

export function readerOf(language: Language): Reader {
  return { locale: localeOf(language), say: messagesIn(language) };
}
