// What people do on the pages, step by step; each answers with what went wrong.
import type { Page } from "playwright-core";

export interface Given {
  page: Page;
  address: string;
  files: string; // the folder of the made-up country's files
  settled: () => Promise<void>;
  administrator: { name: string; password: string };
  axe: () => Promise<string[]>;
  picture: (name: string) => Promise<unknown>; // into build/e2e/site
}
export interface Flow {
  anonymous?: boolean;
  mayComplain?: RegExp; // what the console says of what the flow breaks on purpose
  run: (given: Given) => Promise<string[]>;
}

const path = (page: Page) => new URL(page.url()).pathname;

export const flows: Record<string, Flow> = {
  "signing in leads back to where one wanted to go": {
    anonymous: true,
    run: async ({ page, address, settled, administrator }) => {
      const wrong: string[] = [];
      await page.goto(`${address}/statistics`);
      await settled();
      await page.locator("main a.button").click();
      await settled();
      await page.locator("input[name=username]").fill(administrator.name);
      await page.locator("input[name=password]").fill("wrong password here");
      await page.keyboard.press("Enter");
      await page.waitForSelector("[role=alert]");
      await page.locator("input[name=password]").fill(administrator.password);
      await page.keyboard.press("Enter");
      await page.waitForURL(({ pathname }) => pathname === "/statistics");
      await settled();
      if ((await page.locator("table").count()) === 0) wrong.push("no table after signing in");
      await page.locator(".visitor button").click();
      await page.waitForURL(({ pathname }) => pathname === "/releases");
      if ((await page.locator("nav.navigation li").count()) !== 1) wrong.push("after signing out more than the releases is offered");
      return wrong;
    },
  },
  "a figure explains itself, by mouse and by keyboard": {
    run: async ({ page, address, settled }) => {
      const wrong: string[] = [];
      await page.goto(`${address}/statistics?register=offences&period=2023`);
      await settled();
      const stops = await page.locator("button.cell[tabindex='0']").count();
      if (stops !== 1) wrong.push(`the table has ${stops} stops of the tab key, not one`);
      await page.locator("button.cell[tabindex='0']").focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await page.waitForSelector("dialog[open] .facts");
      await settled();
      const text = await page.locator("dialog").innerText();
      for (const part of ["tartip:count:v1", "made by the test"]) if (!text.includes(part)) wrong.push(`the explanation does not say ${part}`);
      const address_ = page.url();
      if (!address_.includes("figure=")) wrong.push("the address does not name the figure");
      await page.keyboard.press("Escape");
      await page.waitForSelector("dialog", { state: "detached" });
      if (!(await page.evaluate(() => document.activeElement?.matches("button.cell")))) wrong.push("the focus does not go back to the figure");
      await page.goto(address_);
      await page.waitForSelector("dialog[open]");
      return wrong;
    },
  },
  "one row is chosen in table, chart and address": {
    run: async ({ page, address, settled }) => {
      await page.goto(`${address}/statistics?register=offences&rows=territory:district&period=2023`);
      await settled();
      await page.locator("tbody th", { hasText: "District 4" }).click();
      await settled();
      const wrong = new URL(page.url()).searchParams.get("row") === "District 4" ? [] : ["the address does not name the row"];
      if (!(await page.locator("figcaption", { hasText: "District 4" }).count())) wrong.push("the trend is not of the chosen row");
      if ((await page.locator("tr[aria-current]").count()) !== 1) wrong.push("the row is not marked");
      return wrong;
    },
  },
  "Back returns, the language changes in place": {
    run: async ({ page, address, settled }) => {
      const wrong: string[] = [];
      await page.goto(`${address}/statistics?register=offences&period=2022`);
      await settled();
      await page.locator("nav.navigation a", { hasText: "Releases" }).click();
      await settled();
      if (!(await page.evaluate(() => document.activeElement?.tagName === "H1"))) wrong.push("the focus is not on the new page's heading");
      await page.goBack();
      await settled();
      if (path(page) !== "/statistics" || !page.url().includes("period=2022")) wrong.push(`Back leads to ${page.url()}`);
      await page.locator(".languages button[lang=kk]").click();
      await page.waitForFunction(() => document.documentElement.lang === "kk");
      await settled();
      if (!page.url().includes("period=2022")) wrong.push("the language takes the reader elsewhere");
      return wrong;
    },
  },
  "search finds a district with a slip of the finger": {
    run: async ({ page, address, settled }) => {
      await page.goto(`${address}/statistics`);
      await settled();
      await page.locator("[role=combobox]").fill("мугалжр");
      await page.waitForSelector("[role=option]");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => location.search.includes("in=D8"));
      await settled();
      return (await page.locator(".chips li").count()) === 1 ? [] : ["the chosen district does not narrow the question"];
    },
  },
  "the numbers can be taken away": {
    run: async ({ page, address, settled }) => {
      const wrong: string[] = [];
      await page.goto(`${address}/statistics?register=offences&period=2023`);
      await settled();
      for (const format of ["CSV", "XLSX", "Parquet", "JSON"]) {
        const [file] = await Promise.all([page.waitForEvent("download"), page.locator(".exports .links a", { hasText: format }).click()]);
        if ((await file.failure()) !== null) wrong.push(`${format} does not come`);
      }
      return wrong;
    },
  },
  "a published figure has its history and its downloads": {
    anonymous: true,
    run: async ({ page, address, settled }) => {
      const wrong: string[] = [];
      await page.goto(`${address}/releases`);
      await settled();
      await page.locator(".releases h2 a").first().click();
      await settled();
      for (const format of ["XLSX", "CSV", "Data Package", "SDMX-CSV", "SDMX-JSON", "DCAT"]) {
        const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: format, exact: true }).first().click()]);
        if ((await file.failure()) !== null) wrong.push(`${format} does not come`);
      }
      await page.locator(".releases h2 a").first().click();
      await settled();
      await page.locator("button.cell").first().click();
      await page.waitForSelector("dialog[open] table");
      return wrong;
    },
  },
  "the administrator adds a user, shuts one out and takes it back": {
    run: async ({ page, address, settled }) => {
      const wrong: string[] = [];
      await page.goto(`${address}/administration`);
      await settled();
      await page.locator("main button.main").click();
      const form = page.locator("dialog form");
      await form.locator("input[type=text]").first().fill("daniyar");
      await form.locator("input[type=password]").fill("a long enough phrase");
      await form.locator("button.main").click();
      await page.waitForSelector("dialog", { state: "detached" });
      await settled();
      const row = page.locator("tr", { hasText: "daniyar" });
      if ((await row.count()) !== 1) return ["the new user is not listed"];
      await row.locator("button", { hasText: "Disable" }).click();
      await page.locator(".notice button", { hasText: "Undo" }).click();
      await page.waitForSelector(".notice", { state: "detached" });
      await settled();
      if ((await row.locator("button", { hasText: "Disable" }).count()) !== 1) wrong.push("the user is still shut out");
      await page.goto(`${address}/administration?part=audit`);
      await settled();
      if (!(await page.locator("table").innerText()).includes("user")) wrong.push("the audit log does not tell of it");
      return wrong;
    },
  },
};
