// build/e2e/sample.{kk,ru,en}.html: the page with invented documents, filled in as the program does it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Briefing } from "./src/document.ts";
import { sampleBriefing } from "./src/sample.ts";

const folder = new URL("../build/e2e/", import.meta.url);
const template = readFileSync(new URL("dist/briefing.html", import.meta.url), "utf8");
mkdirSync(folder, { recursive: true });

function filled(briefing: Briefing): string {
  const json = JSON.stringify(briefing).replaceAll("<", "\\u003c");
  const values: Record<string, string> = {
    "<!--TARTIP:DOCUMENT-->": `<script type="application/json" id="document">${json}</script>`,
    "{{TARTIP:LANG}}": briefing.language,
    "{{TARTIP:TITLE}}": briefing.title,
  };
  return template.replace(/<!--TARTIP:DOCUMENT-->|\{\{TARTIP:\w+\}\}/g, (marker) => values[marker] ?? marker);
}

for (const language of ["kk", "ru", "en"] as const) {
  const file = new URL(`sample.${language}.html`, folder);
  writeFileSync(file, filled(sampleBriefing(language)));
  console.log(file.pathname);
}
