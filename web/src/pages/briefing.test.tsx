import { render } from "preact-render-to-string";
import { describe, expect, test } from "vitest";
import { sampleBriefing } from "../sample.ts";
import { BriefingPage } from "./briefing.tsx";

const languages = ["kk", "ru", "en"] as const;
const plain = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

describe.each(languages)("%s", (language) => {
  const briefing = sampleBriefing(language);
  const html = render(<BriefingPage briefing={briefing} />);

  test("finding, figure, table and method come in this order", () => {
    const section = briefing.chapters[0]?.sections[0];
    const marks = [`>${section?.finding[0]}`, `>${section?.figure?.title}`, `>${section?.table?.rows[3]?.[0]?.text}<`, section?.method ?? "?"];
    const places = marks.map((mark) => html.indexOf(mark));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("every verdict has its word", () => {
    expect(html.match(/class="verdict verdict-few"/g)?.length).toBeGreaterThan(0);
    expect(html.match(/class="verdict /g)?.length).toBe(html.match(/<span class="unseen">/g)?.length);
  });

  test("anchors are unique and every contents link has its target", () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });
});

test("words of a register are text, never markup", () => {
  const briefing = sampleBriefing("en");
  briefing.title = "<img src=x onerror=alert(1)>";
  expect(render(<BriefingPage briefing={briefing} />)).not.toContain("<img");
});

test("an empty briefing is a page with a title", () => {
  const html = render(<BriefingPage briefing={{ language: "en", title: "Nothing yet", subtitle: "", summary: [], chapters: [], passport: [] }} />);
  expect(plain(html)).toContain("Nothing yet");
  expect(html).not.toContain("<article");
});
