// What people do on Map, Forecasts, Registers and Forms, step by step; each answers with what went wrong.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Flow } from "./site_flows.ts";

const parameter = (address: string, name: string) => new URL(address).searchParams.get(name);
const shared = fileURLToPath(new URL("../../../shared/data/kz-legal-statistics/form-1m/", import.meta.url));
const k_ground = "Тапсырма № 12, 2026-11-22";

export const workFlows: Record<string, Flow> = {
  "the map is walked by keyboard, slid in time, and stands in the address": {
    run: async ({ page, address, settled }) => {
      const wrong: string[] = [];
      await page.goto(`${address}/map?register=offences`);
      await settled();
      await page.waitForSelector(".live-map-host[data-idle]");
      await page.locator(".live-map-frame").focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await page.waitForFunction(() => location.search.includes("area="));
      await settled();
      const name = await page.locator("#chosen-area").innerText();
      if (!/^District \d+$/.test(name)) wrong.push(`the chosen area is called “${name}”`);
      if (!(await page.locator(".live-map .readout").innerText()).includes(name)) wrong.push("the chosen area is not read out");
      if (!(await page.locator("tr[aria-current]").innerText()).includes(name)) wrong.push("its row is not marked");
      await page.locator("#time-slider").focus();
      await page.keyboard.press("ArrowLeft");
      await page.waitForFunction(() => location.search.includes("at=2022"));
      await settled();
      if (!(await page.locator(".live-map-frame").getAttribute("aria-label"))?.includes("2022")) wrong.push("the map does not say its period");
      await page.reload();
      await settled();
      if ((await page.locator("#chosen-area").innerText()) !== name || (await page.locator("output").innerText()) !== "2022") wrong.push("the address does not bring the same view back");
      await page.locator("tbody button.cell").first().click();
      await settled();
      if (parameter(page.url(), "area") === null) wrong.push("the table does not choose on the map");
      return wrong;
    },
  },
  "events lie on the map as tiles, single ones on a named ground only": {
    run: async ({ page, address, settled }) => {
      const wrong: string[] = [];
      await page.goto(`${address}/map?register=offences`);
      await settled();
      await page.waitForSelector(".live-map-host[data-idle]");
      // The map's own requests come from its worker, out of the test's sight: the same ones are asked here.
      const asked = (kind: string, tile: string, ground: string) =>
        page.evaluate(async ([address_, named]) => (await fetch(address_ ?? "", { headers: named ? { "Tartip-Legal-Ground": encodeURIComponent(named) } : {} })).status, [`/ogc/collections/${kind}.offences/tiles/WebMercatorQuad/${tile}`, ground]);
      await page.getByLabel("All events, counted in squares").check();
      if ((await asked("cells", "6/21/44", "")) !== 200) wrong.push("a tile of squares does not come");
      await page.getByLabel("Single events").click();
      await page.locator(".ground input").fill(k_ground);
      await page.locator(".ground button").click();
      await page.locator(".live-map-frame").focus();
      for (let step = 0; step < 3; ++step) await page.keyboard.press("+");
      await page.waitForSelector(".live-map-host[data-idle]");
      if (!(await page.locator(".events-on-map").innerText()).includes(k_ground)) wrong.push("the named ground is not shown");
      if ((await asked("events", "10/350/711", k_ground)) !== 200) wrong.push("a tile of single events does not come");
      if ((await asked("events", "10/350/711", "")) !== 403) wrong.push("single events are shown without a ground");
      return wrong;
    },
  },
  "a forecast is followed down to a district": {
    run: async ({ page, address, settled }) => {
      const wrong: string[] = [];
      await page.goto(`${address}/forecasts`);
      await settled();
      await page.waitForSelector(".forecast .chart svg");
      if ((await page.locator("button.tree-node").count()) !== 13) wrong.push("the hierarchy has not all its nodes");
      await page.locator("button.tree-node", { hasText: "District 8" }).click();
      await page.waitForFunction(() => location.search.includes("series="));
      await settled();
      if (!(await page.locator(".forecast figcaption").innerText()).includes("District 8")) wrong.push("the fan is not of the chosen district");
      if ((await page.locator(".forecast tbody tr").count()) !== 12) wrong.push("the table has not all twelve steps");
      await page.waitForSelector(".score .chart svg");
      const score = await page.locator(".score .finding").innerText();
      if (!/last year/.test(score)) wrong.push("it is not said how the forecasts compare with last year's figure");
      return wrong;
    },
  },
  "a file is understood, tried and only then stored": {
    run: async ({ page, address, files, settled }) => {
      const wrong: string[] = [];
      const file = join(files, "visits.csv");
      const rows = Array.from({ length: 200 }, (_, at) => `${at + 1},2024-0${1 + (at % 9)}-1${at % 9},${at % 2 ? "office" : "home"},${at === 7 ? "many" : at}`);
      writeFileSync(file, ["number,date,place,minutes", ...rows, "1,2024-01-10,office,5"].join("\n") + "\n");
      await page.goto(`${address}/registers`);
      await settled();
      await page.locator("input[type=file]").setInputFiles(file);
      await page.waitForSelector("#understood");
      await settled();
      const understood = await page.locator("section[aria-labelledby=understood]").innerText();
      for (const word of ["number", "date", "time"]) if (!understood.includes(word)) wrong.push(`what was understood does not say ${word}`);
      await page.locator(".trial button.main").click();
      await page.waitForSelector(".trial .sum");
      const parts = async () => (await page.locator(".sum dd").allInnerTexts()).map((text) => Number(text.replace(/\D/g, "")));
      const [read = 0, ...rest] = await parts();
      if (read !== 201 || rest.reduce((sum, one) => sum + one, 0) !== read) wrong.push(`the account does not add up: ${read} = ${rest.join(" + ")}`);
      await page.goto(`${address}/registers`);
      await settled();
      if ((await page.locator("tbody tr", { hasText: "visits" }).count()) !== 0) wrong.push("the trial has stored something");
      await page.goBack();
      await page.waitForSelector("#understood");
      await settled();
      for (const what of ["try", "import"]) {
        await page.locator(".trial button.main").click();
        if (what === "try") await page.waitForSelector(".trial .sum");
      }
      await page.waitForSelector("a.button[href='/registers/visits']");
      await page.locator("a.button[href='/registers/visits']").click();
      await settled();
      await page.locator("nav.parts a", { hasText: "Imports" }).click();
      await settled();
      if (!(await page.locator("table").innerText()).includes("visits.csv")) wrong.push("the import is not listed with its file");
      return wrong;
    },
  },
  "a waiting row is corrected in its place, another dismissed and taken back": {
    run: async ({ page, address, settled }) => {
      const wrong: string[] = [];
      await page.goto(`${address}/registers/offences?part=quarantine`);
      await settled();
      const reason = page.locator("tbody tr", { hasText: "kind" });
      await reason.locator("button", { hasText: "Rows" }).click();
      await page.locator(".ground input").fill(k_ground);
      await page.locator(".ground button").click();
      await page.locator("section[aria-labelledby=waiting-rows] button", { hasText: "Correct" }).click();
      const field = page.locator(".correction .field-wrong input");
      await field.fill("plunder");
      await page.locator(".correction button.main").click();
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>(".correction .field-wrong input")?.value === "plunder");
      await field.fill("robbery");
      await page.locator(".correction button.main").click();
      await page.waitForSelector(".notice");
      await settled();
      if ((await reason.count()) !== 0) wrong.push("the corrected row still waits");
      await page.locator("tbody tr", { hasText: "date" }).locator("button", { hasText: "Dismiss all" }).click();
      await page.locator(".notice button", { hasText: "Undo" }).click();
      await page.waitForFunction(() => !document.querySelector(".notice button"));
      await settled();
      if ((await page.locator("tbody tr", { hasText: "date" }).count()) < 1) wrong.push("the dismissed row does not wait again");
      return wrong;
    },
  },
  "a workbook that is no form is refused in words": {
    run: async ({ page, address, files, settled }) => {
      await page.goto(`${address}/forms?period=2022`);
      await settled();
      await page.locator("input[type=file]").setInputFiles(join(files, "offences.csv"));
      await page.waitForSelector("[role=alert]");
      const said = await page.locator("[role=alert]").innerText();
      return said.length > 20 ? [] : [`the refusal says “${said}”`];
    },
  },
  "an error in a form is followed to its cell": {
    run: async ({ page, address, settled }) => {
      if (!existsSync(shared)) {
        console.log("skipped: ../shared/data/kz-legal-statistics is not here");
        return [];
      }
      const wrong: string[] = [];
      await page.goto(`${address}/forms?period=2022`);
      await settled();
      await page.locator("input[type=file]").setInputFiles([join(shared, "Abay Region.XLSX"), join(shared, "Almaty Region.XLSX")]);
      await page.waitForSelector("section.result", { timeout: 120_000 });
      await page.locator(".headline-value button.cell").nth(1).click();
      await page.waitForSelector("dialog[open] .facts");
      if (!(await page.locator("dialog").innerText()).includes("Control relations")) wrong.push("the count of checks does not say what it counts");
      await page.keyboard.press("Escape");
      await page.waitForSelector("dialog", { state: "detached" });
      await page.locator("button.cell", { hasText: "occupations" }).click();
      const causes = await page.locator(".causes").innerText();
      if (!/should be \d/.test(causes) || !causes.includes("region")) wrong.push("the causes do not say what should stand there, or whose form it is");
      await page.locator(".causes button").first().click();
      await page.waitForSelector("td.suspect", { timeout: 60_000 });
      if ((await page.locator("td.suspect").count()) !== 1) wrong.push("not exactly one cell is marked");
      if (!(await page.locator("td.suspect").isVisible())) wrong.push("the marked cell is out of sight");
      return wrong;
    },
  },
  "checked forms are kept, and the indicators open at their period": {
    run: async ({ page, address, settled }) => {
      if (!existsSync(shared)) {
        console.log("skipped: ../shared/data/kz-legal-statistics is not here");
        return [];
      }
      const wrong: string[] = [];
      await page.goto(`${address}/statistics?indicator=clearance`);
      await settled();
      if ((await page.locator(".notice a[href^='/forms']").count()) !== 1) wrong.push("without forms the page does not lead to them");
      await page.goto(`${address}/forms?period=2022`);
      await settled();
      await page.locator("input[type=file]").setInputFiles([join(shared, "Abay Region.XLSX"), join(shared, "Almaty Region.XLSX")]);
      await page.waitForSelector("section.keep button.main", { timeout: 120_000 });
      await page.locator("section.keep button.main").click();
      await page.locator(".notice a.button", { hasText: "indicators" }).click({ timeout: 120_000 });
      await settled();
      await page.goto(`${address}/statistics?indicator=clearance`);
      await settled();
      if (!(await page.locator(".page-head").innerText()).includes("2022")) wrong.push("the indicators do not open at the period of the forms");
      await page.locator("tbody td.number button.cell").first().click();
      await page.waitForSelector("dialog[open] .facts");
      if (!(await page.locator("dialog").innerText()).includes("per 100 offences registered")) wrong.push("the figure does not say its definition");
      return wrong;
    },
  },
};
