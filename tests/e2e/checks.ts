// What must hold of every finished briefing, whatever is in it.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { axeSource, type Visit, visit } from "./browser.ts";

export interface Case {
  browser: Browser;
  address: string;
  name: string; // for the files of pictures
  folder: string;
}
export type Check = (given: Case) => Promise<string[]>; // what is wrong

interface Finding {
  id: string;
  help: string;
  nodes: { target: unknown[] }[];
}

async function opened(given: Case, look: (visit: Visit) => Promise<string[]>, options = {}): Promise<string[]> {
  const visited = await visit(given.browser, given.address, options);
  try {
    return [...(await look(visited)), ...visited.complaints];
  } finally {
    await visited.close();
  }
}

const visibleDocument = (page: Page) =>
  page.evaluate(() => JSON.parse(document.getElementById("document")?.textContent ?? "null"));

const openTables = (page: Page) =>
  page.locator("button[aria-expanded=false]").evaluateAll((buttons) => buttons.forEach((button) => (button as HTMLElement).click()));

export const showsTheDocument: Check = (given) =>
  opened(given, async ({ page }) => {
    const briefing = await visibleDocument(page);
    const wrong: string[] = [];
    if ((await page.textContent("h1")) !== briefing.title) wrong.push("the heading is not the document's title");
    if ((await page.title()) !== briefing.title) wrong.push("the window's title is not the document's title");
    if ((await page.getAttribute("html", "lang")) !== briefing.language) wrong.push("the page's language is not the document's");
    const figures = briefing.chapters.flatMap((chapter: { sections: { figure: unknown }[] }) => chapter.sections.filter((section) => section.figure));
    const drawn = await page.locator("figure :is(svg.map, .chart svg)").count();
    if (drawn !== figures.length) wrong.push(`${drawn} of ${figures.length} figures are drawn`);
    const text = await page.innerText("body");
    for (const chapter of briefing.chapters) {
      for (const section of chapter.sections) {
        for (const sentence of section.finding) if (!text.includes(sentence.trim())) wrong.push(`not shown: ${sentence}`);
      }
    }
    const broken = text.match(/\b(undefined|NaN|null|\[object Object\]|page\.[a-z_]+)\b/);
    if (broken) wrong.push(`the text says “${broken[0]}”`);
    await page.screenshot({ path: `${given.folder}/${given.name}.png`, fullPage: true });
    return wrong;
  });

export const nothingCanLeave: Check = (given) =>
  opened(given, async ({ page }) => {
    const before = await page.evaluate(() => performance.getEntriesByType("resource").filter((entry) => !entry.name.startsWith("data:")).length);
    const blocked = await page.evaluate(async () => {
      const refused = (start: () => void) =>
        new Promise<boolean>((resolve) => {
          addEventListener("securitypolicyviolation", () => resolve(true), { once: true });
          setTimeout(() => resolve(false), 2000);
          start();
        });
      const image = await refused(() => (new Image().src = "https://example.invalid/leak.png"));
      const call = await refused(() => void fetch("https://example.invalid/").catch(() => undefined));
      return { image, call };
    });
    const wrong = before > 0 ? [`${before} resources were loaded`] : [];
    if (!blocked.image) wrong.push("the policy lets an image be asked for");
    if (!blocked.call) wrong.push("the policy lets a call out");
    return wrong;
  }).then((wrong) => wrong.filter((line) => !line.includes("example.invalid")));

export const accessible: Check = (given) =>
  opened(given, async ({ page }) => {
    await openTables(page);
    await page.evaluate(axeSource);
    const findings = (await page.evaluate(async () => {
      const axe = (globalThis as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: unknown[] }> } }).axe;
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      return (await axe.run(document, { runOnly: tags })).violations;
    })) as Finding[];
    const levels = await page.locator("h1, h2, h3, h4").evaluateAll((headings) => headings.map((heading) => Number(heading.tagName[1])));
    const jumps = levels.filter((level, at) => at > 0 && level > (levels[at - 1] ?? 0) + 1);
    return [
      ...findings.map(({ id, help, nodes }) => `axe ${id}: ${help} (${nodes.length}: ${nodes[0]?.target.join(" ")})`),
      ...(jumps.length ? ["heading levels jump"] : []),
    ];
  });

export const keyboard: Check = (given) =>
  opened(given, async ({ page }) => {
    const wrong: string[] = [];
    await page.keyboard.press("Tab");
    if (!(await page.evaluate(() => document.activeElement?.matches("a.skip")))) wrong.push("the first stop is not the skip link");
    await page.keyboard.press("Enter");
    if (!(await page.evaluate(() => document.activeElement?.id === "text"))) wrong.push("the skip link does not lead to the text");

    const toggle = page.locator("button[aria-expanded]").first();
    if (await toggle.count()) {
      const place = page.locator(`[id="${await toggle.getAttribute("aria-controls")}"]`);
      await toggle.focus();
      await page.keyboard.press("Enter");
      if (!(await place.isVisible())) wrong.push("Enter does not show the table");
      await page.keyboard.press("Space");
      if (await place.isVisible()) wrong.push("Space does not hide the table");
    }

    const map = page.locator("svg.map").first();
    if (await map.count()) {
      const stops = await map.locator("[tabindex='0']").count();
      if (stops !== 1) wrong.push(`the map has ${stops} stops of the tab key, not one`);
      await map.locator("[tabindex='0']").focus();
      const visited = new Set<string>();
      for (const key of ["ArrowRight", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowUp"]) {
        visited.add(await page.evaluate(() => document.activeElement?.getAttribute("data-shape") ?? "lost"));
        await page.keyboard.press(key);
      }
      const shapes = await map.locator("[data-shape]").count();
      if (visited.has("lost") || visited.size < Math.min(3, shapes)) wrong.push(`arrow keys reached ${visited.size} areas`);
      const named = await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
      const read = await page.locator(".readout").first().innerText();
      if (!named || !read.includes(named.split(".")[0] ?? "")) wrong.push("the area in focus is not read out");
      const place = await page.evaluate(() => document.activeElement?.getAttribute("data-shape") ?? "");
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => document.activeElement?.closest("svg.map") !== null)) wrong.push("the tab key goes from area to area instead of on");
      await map.locator(`[data-shape="${place}"]`).focus();
      await page.keyboard.press("Enter");
      const section = page.locator("section.section", { has: page.locator("svg.map") }).first();
      if ((await section.locator("table").count()) && !(await section.locator("table").isVisible())) wrong.push("Enter on the map does not show its table");
      await page.screenshot({ path: `${given.folder}/${given.name}.keyboard.png` });
    }
    return wrong;
  });

export const narrowScreen: Check = (given) =>
  opened(
    given,
    async ({ page }) => {
      await openTables(page);
      await page.waitForTimeout(200);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      await page.screenshot({ path: `${given.folder}/${given.name}.360.png`, fullPage: true });
      return wide > 360 ? [`at 360 pixels the page is ${wide} wide`] : [];
    },
    { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true },
  );

// 200 % of 1280 is a window of 640 with twice the pixels.
export const zoomed: Check = (given) =>
  opened(
    given,
    async ({ page }) => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      return wide > 640 ? [`at 200 % the page is ${wide} wide, the window 640`] : [];
    },
    { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 },
  );

export const prints: Check = (given) =>
  opened(given, async ({ page }) => {
    const file = `${given.folder}/${given.name}.pdf`;
    const briefing = await visibleDocument(page);
    await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
    const squeezed = (text: string) => text.normalize("NFC").replace(/[\s\u00ad]+/gu, "");
    const printed = squeezed(execFileSync("pdftotext", [file, "-"], { encoding: "utf8" }));
    const wrong: string[] = [];
    for (const group of briefing.passport) {
      for (const { label, value } of group.entries) {
        if (!printed.includes(squeezed(label))) wrong.push(`not on paper: ${label}`);
        if (value.length < 40 && !printed.includes(squeezed(value))) wrong.push(`not on paper: ${value}`);
      }
    }
    for (const chapter of briefing.chapters) {
      for (const { table } of chapter.sections) {
        const last = table?.rows.at(-1)?.[0]?.text;
        if (last && last.length < 20 && !printed.includes(squeezed(last))) wrong.push(`a table's last row is not on paper: ${last}`);
      }
    }
    for (const button of await page.locator(".tools button").allInnerTexts()) {
      if (printed.includes(squeezed(button))) wrong.push(`a button is on paper: ${button}`);
    }
    return wrong;
  });

export const downloads: Check = (given) =>
  opened(given, async ({ page }) => {
    const wrong: string[] = [];
    const pictures: string[] = [];
    for (const section of await page.locator("section.section").all()) {
      // The browser lets a page give ten files at once; a fresh page counts anew.
      await page.reload();
      await page.waitForSelector("main");
      for (const button of await section.locator(".tools button:not([aria-expanded])").all()) {
        const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
        const text = readFileSync(await file.path(), "utf8");
        const name = file.suggestedFilename();
        if (name.endsWith(".svg")) {
          const saved = `${given.folder}/${given.name}.${name}`;
          await file.saveAs(saved);
          pictures.push(saved);
        } else {
          const columns = (await section.locator("thead th").count()) || 1;
          if (!text.startsWith("\ufeff") || (text.split("\r\n")[0]?.split(",").length ?? 0) < columns) wrong.push(`${name}: not the table`);
        }
      }
    }
    // Opened on its own, a picture must be whole: a browser shows a flaw of its markup as an element.
    for (const picture of pictures) {
      await page.goto(pathToFileURL(picture).href);
      if ((await page.locator("svg svg").count()) === 0 || (await page.locator("parsererror").count()) > 0) wrong.push(`${picture}: no whole drawing`);
    }
    return wrong;
  });

export const saysWhenScriptIsOff: Check = (given) =>
  opened(
    given,
    async ({ page }) => ((await page.innerText("body")).includes("JavaScript") ? [] : ["without JavaScript the page says nothing"]),
    { javaScriptEnabled: false },
  );

export const checks: Record<string, Check> = {
  "shows the document": showsTheDocument,
  "nothing can leave": nothingCanLeave,
  "accessible": accessible,
  "keyboard": keyboard,
  "360 pixels": narrowScreen,
  "200 %": zoomed,
  "prints": prints,
  "downloads": downloads,
  "without script": saysWhenScriptIsOff,
};
