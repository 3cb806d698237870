// Where everything is: chapters with their sections, and the passport.
import type { Briefing } from "../document.ts";
import { useReader } from "../reader.ts";
import { sectionAnchor } from "./chapter_view.tsx";

export function Contents({ briefing }: { briefing: Briefing }) {
  const { say } = useReader();
  return (
    <nav class="contents" aria-labelledby="contents-heading">
      <h2 id="contents-heading">{say("page.contents")}</h2>
      <ol>
        {briefing.chapters.map((chapter) => (
          <li key={chapter.id}>
            <a href={`#chapter-${chapter.id}`}>{chapter.title}</a>
            <ol>
              {chapter.sections.map((section) => (
                <li key={section.id}>
                  <a href={`#${sectionAnchor(chapter, section)}`}>{section.heading}</a>
                </li>
              ))}
            </ol>
          </li>
        ))}
        {briefing.passport.length > 0 && (
          <li>
            <a href="#passport">{say("page.passport")}</a>
          </li>
        )}
      </ol>
    </nav>
  );
}
