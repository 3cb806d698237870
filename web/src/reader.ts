// What every part needs to know about who reads: language, number format, the page's words.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Language } from "./document.ts";
import { type Locale, localeOf } from "./locale.ts";
import { type Messages, messagesIn } from "./messages.ts";

export interface Reader {
  locale: Locale;
  say: Messages;
}

export function readerOf(language: Language): Reader {
  return { locale: localeOf(language), say: messagesIn(language) };
}

export const ReaderContext = createContext<Reader>(readerOf("en"));
export const useReader = (): Reader => useContext(ReaderContext);
