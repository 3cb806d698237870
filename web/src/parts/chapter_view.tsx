// One register's part: headline figures first, then its sections.
import type { Chapter } from "../document.ts";
import { useExplain } from "../explain.ts";
import { Caution } from "./caution.tsx";
import { Headlines } from "./headlines.tsx";
import { SectionView } from "./section_view.tsx";

export const sectionAnchor = (chapter: Chapter, section: { id: string }) => `${chapter.id}-${section.id}`;

export function ChapterView({ chapter }: { chapter: Chapter }) {
  const { id, title, subtitle, caution, headlines, sections } = chapter;
  const explain = useExplain();
  return (
    <article class="chapter" id={`chapter-${id}`} aria-labelledby={`${id}-title`}>
      <header class="chapter-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {subtitle && <p class="subtitle">{subtitle}</p>}
      </header>
      <Caution text={caution} />
      <Headlines headlines={headlines} onExplain={explain ? (row) => explain({ chapter: id, section: "", row, column: 0 }) : undefined} />
      {sections.map((section) => (
        <SectionView key={section.id} section={section} id={sectionAnchor(chapter, section)} source={title} onExplain={explain ? (row, column) => explain({ chapter: id, section: section.id, row, column }) : undefined} />
      ))}
    </article>
  );
}
