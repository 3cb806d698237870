// What must be known before anything can be shown: the reader's language and session. Both come in one wait.
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { Refusal } from "../api/ask.ts";
import { session as askSession, type Session } from "../api/session.ts";
import { localeOf } from "../../src/locale.ts";
import type { Language } from "../../src/document.ts";
import { ReaderContext } from "../../src/reader.ts";
import { PlaceContext, usePlaceOfAddress } from "../router.ts";
import { SiteContext } from "../site.ts";
import { chosenLanguage, keepLanguage, type Words, wordsIn } from "../words.ts";
import { Shell } from "./shell.tsx";

export function Start() {
  const place = usePlaceOfAddress();
  const asked = place.parameters.get("lang");
  const [language, setLanguage] = useState<Language>(chosenLanguage);
  const [words, setWords] = useState<{ language: Language; say: Words } | null>(null);
  const [session, setSession] = useState<Session | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => setLanguage(chosenLanguage()), [asked]);
  useEffect(() => {
    keepLanguage(language);
    let wanted = true;
    void wordsIn(language).then((say) => wanted && setWords({ language, say }));
    return () => void (wanted = false);
  }, [language]);
  const renew = useCallback(async () => {
    try {
      setSession(await askSession());
      setFailed(false);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setFailed(true);
    }
  }, []);
  useEffect(() => void renew(), []);

  const site = useMemo(() => {
    if (!words || !session) return null;
    const offered = new Set(session.offered);
    return { ...words, locale: localeOf(words.language), session, renew, offered: (operation: string) => offered.has(operation), choose: setLanguage };
  }, [words, session]);
  const reader = useMemo(() => words && { locale: localeOf(words.language), say: words.say }, [words]);
  useEffect(() => {
    if (words) document.documentElement.lang = words.language;
  }, [words]);

  if (failed && words) {
    return (
      <main class="width page">
        <h1>{words.say("site.unreachable.title")}</h1>
        <p>{words.say("site.unreachable")}</p>
        <button type="button" onClick={() => void renew()}>
          {words.say("site.again")}
        </button>
      </main>
    );
  }
  if (!site || !reader) return null;
  return (
    <SiteContext.Provider value={site}>
      <ReaderContext.Provider value={reader}>
        <PlaceContext.Provider value={place}>
          <Shell />
        </PlaceContext.Provider>
      </ReaderContext.Provider>
    </SiteContext.Provider>
  );
}
