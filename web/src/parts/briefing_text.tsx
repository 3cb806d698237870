// What a briefing says: summary, chapters, passport.
import type { Briefing } from "../document.ts";
import { useReader } from "../reader.ts";
import { ChapterView } from "./chapter_view.tsx";
import { Passport } from "./passport.tsx";

export function BriefingText({ briefing }: { briefing: Briefing }) {
  const { say } = useReader();
  return (
    <>
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
    </>
  );
}
