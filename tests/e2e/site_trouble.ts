// What happens when something goes wrong in the middle of a page, and what a figure says of itself wherever it stands; each
// answers with what went wrong.
import type { Page } from "playwright-core";
import type { Flow } from "./site_flows.ts";

const said = (page: Page) => page.locator("[role=alert]").first().innerText();
const period = (page: Page) => page.locator("main .controls select").last();

// The figure is asked, its paper says what it is, Escape gives the focus back, the address brings it again.
async function explained(page: Page, figure: string, parts: string[]): Promise<string[]> {
  const wrong: string[] = [];
  await page.locator(figure).first().focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open] .facts");
  await page.waitForFunction(() => !document.querySelector("dialog .waiting"));
  const text = await page.locator("dialog").innerText();
  for (const part of ["Definition", "Where it comes from", "How to cite", ...parts]) if (!text.includes(part)) wrong.push(`the explanation does not say “${part}”`);
  if (/undefined|NaN|\bnull\b/.test(text)) wrong.push("the explanation says what only a program would");
  const address = page.url();
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
  if (!(await page.evaluate(() => document.activeElement?.matches("button.cell")))) wrong.push("the focus does not go back to the figure");
  await page.goto(address);
  await page.waitForSelector("dialog[open]");
  return wrong;
}

const explains = (path: string, figure: string, parts: string[]): Flow => ({
  run: async ({ page, address, settled }) => {
    await page.goto(address + path);
    await settled();
    return explained(page, figure, parts);
  },
});

export const troubleFlows: Record<string, Flow> = {
  "a headline of the briefing explains itself": explains("/today?register=offences&period=2023", ".headline-value button.cell", ["tartip:count:v1", "made by the test"]),
  "a number of the map's table explains itself": explains("/map?register=offences&period=2023", "tbody td.number button.cell", ["tartip:count:v1", "made by the test"]),
  "a step of a forecast explains itself": explains("/forecasts", ".forecast tbody td.number button.cell", ["Ledger entry", "Offences of a made-up country"]),
  "the count of a register explains itself": explains("/registers", ".registers-list td.number button.cell", ["made by the test", "each counted once"]),
  "the quality of a month explains itself": explains("/registers/offences", "tbody td.number button.cell", ["made by the test", "Offences of a made-up country"]),
  "a part of an account explains itself": explains("/registers/offences?part=imports", ".sum button.cell", ["made by the test", "the sum of the other four"]),
  "a count of what a register holds explains itself": explains("/registers/offences?part=about", "tbody td button.cell", ["made by the test"]),
  "a score of the forecasts explains itself": explains("/forecasts", ".score tbody td.number button.cell", ["Truth"]),

  "a table is sorted by its heads, and the address keeps it": {
    run: async ({ page, address, settled }) => {
      const wrong: string[] = [];
      const first = async () => (await page.locator("tbody tr th").allInnerTexts()).slice(0, 2);
      await page.goto(`${address}/statistics?register=offences&rows=territory:district&period=2023`);
      await settled();
      const given = await first();
      const head = page.locator("thead button.sort", { hasText: "This period" });
      await head.focus();
      await page.keyboard.press("Enter");
      if ((await page.locator("thead th[aria-sort=descending]").count()) !== 1) wrong.push("it is not said how the table is sorted");
      const numbers = (await page.locator("tbody tr td:nth-child(2)").allInnerTexts()).slice(1).map((text) => Number(text.replace(/\D/g, "")));
      if (numbers.some((number, at) => at > 0 && number > (numbers[at - 1] ?? 0))) wrong.push(`not sorted: ${numbers.join(" ")}`);
      if ((await first())[0] !== "Total") wrong.push("the total does not stay first");
      await page.reload();
      await settled();
      if ((await page.locator("thead th[aria-sort=descending]").count()) !== 1) wrong.push("the address does not keep the order");
      await page.locator("thead button.sort", { hasText: "Territory" }).click();
      const names = (await page.locator("tbody tr th").allInnerTexts()).slice(1);
      if (names.join() !== Array.from({ length: 12 }, (_, at) => `District ${at + 1}`).join()) wrong.push(`not by name: ${names.join(", ")}`);
      await page.locator("thead button.sort", { hasText: "Territory" }).click();
      await page.locator("thead button.sort", { hasText: "Territory" }).click();
      if ((await first()).join() !== given.join()) wrong.push("a third press does not give the first order back");
      return wrong;
    },
  },
  "a session that ends in the middle of a page is told, with the way back": {
    run: async ({ page, address, settled }) => {
      await page.goto(`${address}/statistics?register=offences&period=2023`);
      await settled();
      await page.context().clearCookies();
      await page.locator("main .controls select").nth(1).selectOption({ index: 1 });
      await page.waitForSelector("[role=alert]");
      const link = page.locator("[role=alert] a[href^='/sign-in?to=']");
      if ((await link.count()) !== 1) return [`there is no way to sign in: “${await said(page)}”`];
      const back = decodeURIComponent((await link.getAttribute("href")) ?? "");
      const wrong = back.includes("/statistics?") && back.includes("register=offences") ? [] : ["signing in does not lead back to the question"];
      await link.click();
      await page.locator("input[name=password]").waitFor();
      return wrong;
    },
  },
  "a server that is gone is told, and asked again": {
    mayComplain: /Failed to load resource|ERR_/,
    run: async ({ page, address, settled }) => {
      const wrong: string[] = [];
      await page.goto(`${address}/statistics?register=offences&period=2023`);
      await settled();
      await page.route("**/api/**", (route) => route.abort("connectionrefused"));
      await period(page).selectOption({ index: 2 });
      await page.waitForSelector("[role=alert]");
      if (!(await said(page)).includes("does not answer")) wrong.push(`it says: “${await said(page)}”`);
      await page.unroute("**/api/**");
      await page.locator("[role=alert] button").click();
      await page.waitForSelector("[role=alert]", { state: "detached" });
      await settled();
      if ((await page.locator("main table").count()) === 0) wrong.push("asking again brings no table");
      return wrong;
    },
  },
  "an address that leads nowhere leads on": {
    run: async ({ page, address, settled }) => {
      await page.goto(`${address}/releases`);
      await settled();
      // As a link that was followed within the site.
      await page.evaluate(() => {
        history.pushState(null, "", "/nothing/here");
        dispatchEvent(new PopStateEvent("popstate"));
      });
      await page.locator("h1", { hasText: "no such page" }).waitFor();
      await page.locator("main a", { hasText: "Statistics" }).click();
      await page.waitForURL(({ pathname }) => pathname === "/statistics");
      await settled();
      return [];
    },
  },
  "what is not open to a visitor says so and where to go": {
    anonymous: true,
    run: async ({ page, address, settled }) => {
      await page.goto(`${address}/administration`);
      await settled();
      return (await page.locator("main a[href='/releases']").count()) === 1 && (await page.locator("main a.button").count()) === 1 ? [] : ["there is no way on"];
    },
  },
};
