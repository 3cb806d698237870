// What people do on the map when it is moved, and what it says when something of it is missing; each answers with what went
// wrong.
import type { Page } from "playwright-core";
import { launch } from "./browser.ts";
import type { Flow } from "./site_flows.ts";

const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);
const whole = (page: Page) => page.waitForSelector(".live-map-host[data-idle]:not([data-moving])", { timeout: 60_000 });
const troubled = (page: Page) => page.locator(".live-map .notice strong");

export const mapFlows: Record<string, Flow> = {
  "the map's place and its events stand in the address": {
    run: async ({ page, address, settled }) => {
      const wrong: string[] = [];
      await page.goto(`${address}/map?register=offences`);
      await settled();
      await whole(page);
      if (parameter(page, "view") !== null) wrong.push("a map that nobody has moved has a place in the address");
      await page.locator(".live-map-frame").focus();
      await page.keyboard.press("+");
      await page.keyboard.press("+");
      await page.waitForFunction(() => location.search.includes("view="));
      await page.getByLabel("All events, counted in squares").check();
      await page.waitForFunction(() => location.search.includes("events=squares"));
      await whole(page);
      const view = parameter(page, "view");
      await page.reload();
      await settled();
      await whole(page);
      if (parameter(page, "view") !== view) wrong.push("the place is lost when the page is loaded again");
      const squares = page.getByLabel("All events, counted in squares");
      if (!(await squares.isChecked())) wrong.push("the squares are lost when the page is loaded again");
      await page.locator("#time-slider").focus();
      await page.keyboard.press("ArrowLeft");
      await page.waitForFunction(() => location.search.includes("at=2022"));
      await settled();
      await whole(page);
      if (!(await squares.isChecked())) wrong.push("the squares are lost when the period changes");
      if (parameter(page, "view") !== view) wrong.push("the map moves when the period changes");
      const frame = await page.locator(".live-map-frame").boundingBox();
      if (frame) await page.mouse.move(frame.x + frame.width / 2, frame.y + 60);
      await page.waitForFunction(() => /District \d+/.test(document.querySelector(".live-map .readout")?.textContent ?? ""));
      // Far away in the table, it comes into sight.
      for (let step = 0; step < 3; ++step) await page.locator(".maplibregl-ctrl-zoom-in").click();
      await page.waitForFunction((before) => new URL(location.href).searchParams.get("view") !== before, view);
      await whole(page);
      const near = parameter(page, "view");
      await page.locator("tbody th button.cell", { hasText: "District 12" }).click();
      await page.waitForFunction((before) => new URL(location.href).searchParams.get("view") !== before, near);
      await page.locator(".live-map-frame").focus();
      await page.keyboard.press("Home");
      await page.waitForFunction(() => !location.search.includes("view="));
      return wrong;
    },
  },
  "without WebGL the areas are drawn plainly, and it is said": {
    run: async ({ page, address }) => {
      const wrong: string[] = [];
      const browser = await launch(["--disable-3d-apis"]);
      try {
        const context = await browser.newContext({ storageState: await page.context().storageState() });
        await context.addInitScript(`localStorage.setItem("tartip.language", "en")`);
        const plain = await context.newPage();
        const exceptions: string[] = [];
        plain.on("pageerror", (error) => exceptions.push(error.message));
        await plain.goto(`${address}/map?register=offences`);
        await plain.waitForSelector(".plain-map.only svg");
        if (!(await plain.locator(".map-columns .notice").innerText()).includes("WebGL")) wrong.push("the page does not say why");
        if ((await plain.locator(".plain-map.only svg path[data-shape]").count()) < 12) wrong.push("the areas are not drawn");
        if ((await plain.locator("tbody tr").count()) !== 12) wrong.push("the table is not whole");
        await plain.locator("tbody button.cell").first().click();
        await plain.waitForFunction(() => location.search.includes("area="));
        wrong.push(...exceptions.map((message) => `exception: ${message}`));
      } finally {
        await browser.close();
      }
      return wrong;
    },
  },
  "a map whose program does not come is told, and drawn plainly": {
    mayComplain: /Failed to load resource|Failed to fetch dynamically/,
    run: async ({ page, address, settled }) => {
      await page.route(/\/assets\/library-/, (route) => route.abort());
      await page.goto(`${address}/map?register=offences`);
      await page.waitForSelector(".plain-map.only svg");
      await settled();
      const said = await page.locator(".map-columns .notice").innerText();
      return said.includes("did not start") ? [] : [`the page says “${said}”`];
    },
  },
  "a map whose worker does not come is told at once, and drawn plainly": {
    mayComplain: /Failed to load resource|Worker failed to load/,
    run: async ({ page, address, settled }) => {
      await page.route(/\/assets\/maplibre-gl-worker-/, (route) => route.abort());
      await page.goto(`${address}/map?register=offences`);
      await page.waitForSelector(".plain-map.only svg", { timeout: 12_000 }); // long before it would be given up
      await settled();
      const wrong = (await page.locator("tbody tr").count()) === 12 ? [] : ["the table is not whole"];
      const said = await page.locator(".map-columns .notice").innerText();
      return said.includes("did not start") ? wrong : [...wrong, `the page says “${said}”`];
    },
  },
  "tiles that are refused are told, and can be asked for again": {
    mayComplain: /Failed to load resource|tile 4/,
    run: async ({ page, address, settled }) => {
      const wrong: string[] = [];
      await page.goto(`${address}/map?register=offences&events=squares`);
      await settled();
      await whole(page);
      if ((await troubled(page).count()) > 0) wrong.push(`a whole map says “${await troubled(page).innerText()}”`);
      const cookies = await page.context().cookies();
      await page.context().clearCookies();
      await page.locator(".live-map-frame").focus();
      await page.keyboard.press("+");
      await page.keyboard.press("+");
      await troubled(page).waitFor();
      if (!(await troubled(page).innerText()).includes("refused")) wrong.push(`the page says “${await troubled(page).innerText()}”`);
      if ((await page.locator("tbody tr").count()) !== 12) wrong.push("the table is not whole");
      await page.context().addCookies(cookies);
      await page.locator(".live-map .notice button").click();
      await whole(page);
      if ((await troubled(page).count()) > 0) wrong.push("what has come is still said to be missing");
      return wrong;
    },
  },
};
