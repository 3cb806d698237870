// The pages of a centre that is served: web/run site-e2e ADDRESS FILES SETUP_TOKEN (tests/e2e/site makes all three)
// [WORD…]: only pages and flows whose name holds one of the words.
// First start by the wizard, then every page in three languages: console, requests, accessibility, keyboard, widths,
// paper; then what people do on them. Pictures go to build/e2e/site.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { axeSource, launch } from "./browser.ts";
import { flows } from "./site_flows.ts";
import { importFlows } from "./site_import.ts";
import { mapFlows } from "./site_map.ts";
import { pagesToVisit, type SitePage } from "./site_pages.ts";
import { forced, pressable, told, walked, zoomed } from "./site_reach.ts";
import { troubleFlows } from "./site_trouble.ts";
import { workFlows } from "./site_work.ts";

const [given = "", files = "", token = "", ...only] = process.argv.slice(2);
const wanted = (name: string): boolean => only.length === 0 || only.some((part) => name.includes(part));
const address = given.replace(/\/$/, "");
const folder = fileURLToPath(new URL("../../build/e2e/site", import.meta.url));
mkdirSync(folder, { recursive: true });

const languages = ["kk", "ru", "en"] as const;
type Language = (typeof languages)[number];
export const administrator = { name: "aigul", password: "қарға тамырлы қазақ" };

let passed = 0;
let failed = 0;
const count = (what: string, wrong: string[]): void => {
  if (wrong.length === 0) return void ++passed;
  ++failed;
  console.error(`FAILED ${what}\n  ${wrong.join("\n  ")}`);
};

// A window of its own: what goes wrong in it is written down.
async function opened(browser: Browser, language: Language, width: number, state?: Awaited<ReturnType<BrowserContext["storageState"]>>) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce", ...(state ? { storageState: state } : {}) });
  await context.addInitScript(`localStorage.setItem("tartip.language", "${language}")`);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    // A refusal that a page shows is also a line in the console; so is what a map drawn without a graphics card costs.
    if (["error", "warning"].includes(message.type()) && !/Failed to load resource: the server responded with a status of 4|GL Driver Message/.test(message.text())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${address}/`) && !/^(data|blob):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
  return { context, page, complaints };
}

// Everything that was asked for has come, and something is there to be read.
async function settled(page: Page): Promise<void> {
  await page.waitForSelector("h1");
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => !document.querySelector(".waiting, [aria-busy=true]"));
}

async function axe(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const run = (globalThis as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: { id: string; help: string; nodes: { target: unknown[] }[] }[] }> } }).axe;
    return (await run.run(document, { runOnly: tags })).violations;
  });
  return found.map(({ id, help, nodes }) => `axe ${id}: ${help} (${nodes.length}: ${nodes[0]?.target.join(" ")})`);
}

async function looked(page: Page, { name, path }: SitePage, language: Language): Promise<string[]> {
  const wrong: string[] = [];
  await page.goto(address + path);
  await settled(page);
  const heading = (await page.locator("h1").first().innerText()).trim();
  if (!heading) wrong.push("the page has no heading");
  if (!(await page.title()).startsWith(heading)) wrong.push(`the window is called “${await page.title()}”, the page “${heading}”`);
  if ((await page.getAttribute("html", "lang")) !== language) wrong.push("the page is in another language");
  const text = await page.innerText("body");
  const broken = text.match(/\b(undefined|NaN|\[object Object\]|(?:site|page)\.[a-z_.]+[a-z])\b/);
  if (broken) wrong.push(`the text says “${broken[0]}”`);
  wrong.push(...(await axe(page)));
  const levels = await page.locator("h1, h2, h3, h4").evaluateAll((headings) => headings.map((one) => Number(one.tagName[1])));
  if (levels.some((level, at) => at > 0 && level > (levels[at - 1] ?? 0) + 1)) wrong.push(`heading levels jump: ${levels.join(" ")}`);
  await page.screenshot({ path: `${folder}/${name}.${language}.png`, fullPage: true });
  // The keyboard: the skip link first, and it leads to the text.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.goto(address + path);
  await settled(page);
  await page.keyboard.press("Tab");
  if (!(await page.evaluate(() => document.activeElement?.matches("a.skip")))) wrong.push("the first stop is not the skip link");
  await page.keyboard.press("Enter");
  if (!(await page.evaluate(() => document.activeElement?.id === "text"))) wrong.push("the skip link does not lead to the text");
  return wrong;
}

async function printed(page: Page, { name }: SitePage, language: Language): Promise<string[]> {
  const file = `${folder}/${name}.${language}.pdf`;
  const squeezed = (text: string) => text.normalize("NFC").replace(/[\s\u00ad]+/gu, "");
  const heading = squeezed(await page.locator("h1").first().innerText());
  const controls = await page.locator("main .controls label").allInnerTexts();
  await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
  const paper = squeezed(execFileSync("pdftotext", [file, "-"], { encoding: "utf8" }));
  const wrong = paper.includes(heading) ? [] : ["the heading is not on paper"];
  const size = execFileSync("pdfinfo", [file], { encoding: "utf8" });
  if (!/Page size:\s+59[45][.\d]* x 84[12]/.test(size)) wrong.push("the paper is not A4");
  for (const label of controls) if (label.length > 12 && paper.includes(squeezed(label))) wrong.push(`a control is on paper: ${label}`);
  return wrong;
}

async function narrow(browser: Browser, site: SitePage, language: Language, state: Awaited<ReturnType<BrowserContext["storageState"]>>): Promise<string[]> {
  const width = site.public ? 360 : 768;
  const { context, page, complaints } = await opened(browser, language, width, state);
  await page.goto(address + site.path);
  await settled(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.screenshot({ path: `${folder}/${site.name}.${language}.${width}.png`, fullPage: true });
  await context.close();
  return [...complaints, ...(wide > width ? [`at ${width} pixels the page is ${wide} wide`] : [])];
}

// However it is read: without a mouse, with a finger, at 400 %, in the system's colours.
async function reached(browser: Browser, site: SitePage, language: Language, state: Awaited<ReturnType<BrowserContext["storageState"]>>): Promise<string[]> {
  const { context, page } = await opened(browser, language, 1280, state);
  await page.goto(address + site.path);
  await settled(page);
  const wrong = [...(await told(page)), ...(await pressable(page)), ...(language === "ru" ? await walked(page) : []), ...(await forced(page)), ...(await zoomed(page))];
  await page.screenshot({ path: `${folder}/${site.name}.${language}.320.png`, fullPage: true });
  await context.close();
  return wrong;
}

// The first start: the token of the server makes the administrator, who is then signed in.
async function firstStart(browser: Browser): Promise<Awaited<ReturnType<BrowserContext["storageState"]>>> {
  const { context, page, complaints } = await opened(browser, "kk", 1280);
  await page.goto(`${address}/#token=${token}`);
  await settled(page);
  const wrong = new URL(page.url()).pathname === "/setup" ? [] : [`a new centre opens at ${page.url()}`];
  wrong.push(...(await axe(page)));
  const fields = page.locator("form input");
  await fields.nth(1).fill(administrator.name);
  await fields.nth(2).fill("short");
  await page.keyboard.press("Enter");
  if ((await page.locator(".field-wrong").count()) === 0) wrong.push("a short password is not refused");
  await fields.nth(2).fill(administrator.password);
  await fields.nth(3).fill(administrator.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/administration/);
  await settled(page);
  count("first start", [...wrong, ...complaints]);
  const state = await context.storageState();
  await context.close();
  return state;
}

const browser = await launch();
try {
  const state = await firstStart(browser);
  const anonymous = { cookies: [], origins: [] };
  for (const site of pagesToVisit.filter(({ name }) => wanted(name))) {
    const who = site.public ? anonymous : state;
    for (const language of languages) {
      const { context, page, complaints } = await opened(browser, language, 1440, who);
      try {
        count(`${site.name} ${language}`, [...(await looked(page, site, language)), ...complaints]);
        count(`${site.name} ${language} on paper`, await printed(page, site, language));
      } catch (error) {
        count(`${site.name} ${language}`, [String(error).split("\n")[0] ?? "", ...complaints]);
      } finally {
        await context.close();
      }
      count(`${site.name} ${language} narrow`, await narrow(browser, site, language, who).catch((error: unknown) => [String(error).split("\n")[0] ?? ""]));
      count(`${site.name} ${language} however it is read`, await reached(browser, site, language, who).catch((error: unknown) => [String(error).split("\n")[0] ?? ""]));
    }
  }
  for (const [name, flow] of Object.entries({ ...flows, ...workFlows, ...importFlows, ...mapFlows, ...troubleFlows }).filter(([name]) => wanted(name))) {
    const { context, page, complaints } = await opened(browser, "en", 1280, flow.anonymous ? anonymous : state);
    const wrong = await flow.run({ page, address, files, settled: () => settled(page), administrator, axe: () => axe(page), picture: (picture) => page.screenshot({ path: `${folder}/${picture}.png`, fullPage: true }) }).catch((error: unknown) => [String(error).split("\n").slice(0, 3).join(" ")]);
    count(name, [...wrong, ...complaints.filter((complaint) => !flow.mayComplain?.test(complaint))]);
    if (wrong.length) await page.screenshot({ path: `${folder}/flow.${name.replace(/\W+/g, "_")}.png` });
    await context.close();
  }
} finally {
  await browser.close();
}
console.log(`site: ${passed} checks passed, ${failed} failed; pictures in build/e2e/site`);
process.exit(failed ? 1 : 0);
