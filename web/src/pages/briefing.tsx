// The briefing as a page of its own: title, contents, text, and when it was printed.
import { useMemo } from "preact/hooks";
import type { Briefing } from "../document.ts";
import { readerOf } from "../messages.ts";
import { BriefingText } from "../parts/briefing_text.tsx";
import { Contents } from "../parts/contents.tsx";
import { ReaderContext } from "../reader.ts";

export function BriefingPage({ briefing }: { briefing: Briefing }) {
  const reader = useMemo(() => readerOf(briefing.language), [briefing.language]);
  const { say, locale } = reader;
  return (
    <ReaderContext.Provider value={reader}>
      <a class="skip" href="#text">
        {say("page.skip")}
      </a>
      <header class="masthead">
        <div class="width">
          <p class="mark">Tartip</p>
          <h1>{briefing.title}</h1>
          {briefing.subtitle && <p class="lead">{briefing.subtitle}</p>}
        </div>
      </header>
      <div class="width columns">
        <Contents briefing={briefing} />
        <main id="text" tabIndex={-1}>
          <BriefingText briefing={briefing} />
        </main>
      </div>
      <footer class="foot">
        <div class="width">
          <p>Tartip</p>
          <p class="printed">{say("page.printed", { date: locale.date(new Date()) })}</p>
        </div>
      </footer>
    </ReaderContext.Provider>
  );
}
