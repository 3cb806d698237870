// What every page needs to know: who reads, in which language, whose centre it is.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Language } from "../src/document.ts";
import type { Locale } from "../src/locale.ts";
import type { Session } from "./api/session.ts";
import type { Words } from "./words.ts";

export interface Site {
  language: Language;
  locale: Locale;
  say: Words;
  session: Session;
  offered: (operation: string) => boolean;
  choose: (language: Language) => void;
  renew: () => Promise<void>; // asks the server again who looks: after signing in or out
}

export const SiteContext = createContext<Site | null>(null);
export function useSite(): Site {
  const site = useContext(SiteContext);
  if (!site) throw new Error("a part of the site stands outside it");
  return site;
}
