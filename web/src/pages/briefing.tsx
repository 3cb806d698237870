// The briefing: title, summary, chapters, passport.
import { useMemo } from "preact/hooks";
import type { Briefing } from "../document.ts";
import { ChapterView } from "../parts/chapter_view.tsx";
import { Contents } from "../parts/contents.tsx";
import { Passport } from "../parts/passport.tsx";
import { ReaderContext, readerOf } from "../reader.ts";

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
          {briefing.summary.length > 0 && (
            <section class="summary" aria-labelledby="summary-heading">
              <h2 id="summary-heading">{say("page.summary")}</h2>
              <ul>
                {briefing.summary.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </section>
          )}
          {briefing.chapters.map((chapter) => (
            <ChapterView key={chapter.id} chapter={chapter} />
          ))}
          <Passport groups={briefing.passport} />
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
