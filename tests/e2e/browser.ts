// Debian's chromium, driven without a network of its own; the packages stand in web/node_modules.
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core") as typeof import("playwright-core");
export const axeSource = (require("axe-core") as { source: string }).source;

export const launch = (more: string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });

export interface Visit {
  page: Page;
  complaints: string[]; // console errors, exceptions, and every request but the file itself
  close: () => Promise<void>;
}

export async function visit(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const asked = request.url();
    if (asked.split("#")[0] !== address && !/^(data|blob):|\/build\/e2e\/[^/]+\.svg$/.test(asked)) complaints.push(`request: ${asked}`);
  });
  await page.goto(address);
  if (options.javaScriptEnabled !== false) await page.waitForSelector("main");
  return { page, complaints, close: () => context.close() };
}
