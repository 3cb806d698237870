// What every part needs to know about who reads: language, number format, the page's words.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Locale, localeOf } from "./locale.ts";
import type { Messages } from "./messages.ts";

export interface Reader {
  locale: Locale;
  say: Messages;
}

// Until somebody says who reads, a message is its own key.
export const ReaderContext = createContext<Reader>({ locale: localeOf("en"), say: (key) => key });
export const useReader = (): Reader => useContext(ReaderContext);
