// The same way as a person goes it, in Debian's chromium: the button of the sign-in page, the issuer's own pages, back
// into the centre, what is open there, out again; and every way on which nobody gets in ends before a page that says why
// and from where one can begin again. The issuer is another site to the browser, as it is in life.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";

import { axeSource, launch } from "../e2e/browser.ts";
import { makeCentre, serve } from "./centre.ts";
import { type Issuer, type IssuerSettings, startIssuer } from "./provider.ts";

const [tartip = "", folder = ""] = process.argv.slice(2);
const centre = join(folder, "centre");
const { home, back, issuerPort, secret } = await makeCentre(tartip, centre, "localhost");
const issuerSettings: IssuerSettings = { port: issuerPort, host: "localhost", redirect: back, algorithm: "ES256", secret, groups: { aigul: ["statistics"], dana: ["others"] } };
const stop = async (issuer: Issuer) => {
  issuer.server.closeAllConnections();
  await new Promise((resolve) => issuer.server.close(resolve));
};

let issuer = await startIssuer(issuerSettings);
const server = await serve(tartip, centre, home);
const browser = await launch();

// A window of a person of their own. The issuer's page asks for a font from elsewhere; it does without.
async function opened(): Promise<{ page: Page; context: BrowserContext; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addInitScript(`localStorage.setItem("tartip.language", "en")`);
  await context.route((url) => !["127.0.0.1", "localhost"].includes(url.hostname), (route) => route.abort());
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && page.url().startsWith(home) && !/Failed to load resource: the server responded with a status of 4/.test(message.text())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  return { page, context, complaints };
}
const settled = async (page: Page) => {
  await page.waitForSelector("h1");
  await page.waitForLoadState("networkidle");
};
async function accessible(page: Page): Promise<void> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: { id: string; help: string }[] }> } }).axe;
    return (await run.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })).violations.map(({ id, help }) => `${id}: ${help}`);
  });
  assert.deepEqual(found, []);
}
const press = (page: Page) => page.locator("main a.button.main").click();
const atIssuer = (page: Page) => page.waitForURL((url) => url.hostname === "localhost");
async function named(page: Page, name: string): Promise<void> {
  await atIssuer(page);
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button.login").click();
  await page.locator("button.login", { hasText: "Continue" }).click(); // consent
}
// Before the sign-in page again: it says what happened, and both ways in are there.
async function sentBack(page: Page, word: RegExp): Promise<void> {
  await page.waitForURL((url) => url.pathname === "/sign-in");
  await settled(page);
  assert.match(await page.locator("[role=alert]").innerText(), word);
  await accessible(page);
  assert.ok(await page.locator("main a.button.main").isVisible());
  assert.ok(await page.locator("input[name=password]").isVisible());
  assert.equal(await page.locator(".visitor-name").count(), 0);
  assert.ok(!(await page.context().cookies()).some(({ name }) => name === "tartip"));
}

try {
  {
    const { page, context, complaints } = await opened();
    await page.goto(`${home}/administration?part=tokens`);
    await settled(page);
    await page.locator("main a.button").click(); // closed to strangers; the way in keeps where one wanted to go
    await settled(page);
    await press(page);
    await named(page, "aigul");
    await page.waitForURL((url) => url.pathname === "/administration");
    assert.equal(new URL(page.url()).search, "?part=tokens");
    await settled(page);
    assert.equal((await page.locator(".visitor-name").innerText()).trim(), "aigul");
    const cookie = (await context.cookies()).find(({ name }) => name === "tartip");
    assert.ok(cookie?.httpOnly && cookie.sameSite === "Lax");
    // What is open to them.
    await page.locator(".visitor-name").click();
    await settled(page);
    const rights = await page.locator("dl.rights").innerText();
    assert.match(rights, /Analyst/);
    assert.match(rights, /All territories and registers/);
    assert.doesNotMatch(rights, /Administrator/);
    await accessible(page);
    await page.locator("main button", { hasText: "Sign out" }).click();
    await page.waitForURL((url) => url.pathname !== "/sign-in");
    await settled(page);
    assert.equal(await page.locator(".visitor-name").count(), 0);
    assert.ok(!(await context.cookies()).some(({ name }) => name === "tartip"));
    await page.goto(`${home}/administration?part=tokens`);
    await settled(page);
    assert.equal(await page.locator("table").count(), 0);
    // Back of the browser does not bring anybody in again.
    await page.goto(`${back}?code=used&state=used`);
    await sentBack(page, /not begun in this window/);
    assert.deepEqual(complaints, []);
    await context.close();
  }
  {
    const { page, context, complaints } = await opened();
    await page.goto(`${home}/sign-in?to=${encodeURIComponent("/administration?part=tokens")}`);
    await settled(page);
    await press(page);
    await atIssuer(page);
    await page.locator("a", { hasText: "Cancel" }).click();
    await sentBack(page, /did not let you in/);
    // From there one begins again, and comes to where one wanted to go.
    await press(page);
    await named(page, "aigul");
    await page.waitForURL((url) => url.pathname === "/administration");
    assert.deepEqual(complaints, []);
    await context.close();
  }
  {
    const { page, context, complaints } = await opened();
    await page.goto(`${home}/sign-in`);
    await settled(page);
    await press(page);
    await named(page, "dana");
    await sentBack(page, /no role in this centre/);
    // An address that a stranger made up.
    await page.goto(`${back}?code=made-up&state=${"A".repeat(43)}`);
    await sentBack(page, /not begun in this window/);
    // Words of a stranger are not shown.
    await page.goto(`${home}/sign-in?problem=${encodeURIComponent("call +7 700 000 00 00")}`);
    await settled(page);
    assert.equal(await page.locator("[role=alert]").count(), 0);
    assert.deepEqual(complaints, []);
    await context.close();
  }
  {
    const { page, context, complaints } = await opened();
    await page.goto(`${home}/sign-in`);
    await settled(page);
    await press(page);
    await atIssuer(page);
    // It goes down while somebody signs in, and stays down for a while: nobody is sent to a page that does not open.
    await stop(issuer);
    await page.goto(`${home}/sign-in`);
    await settled(page);
    await new Promise((resolve) => setTimeout(resolve, 5500));
    await press(page);
    await sentBack(page, /does not answer now/);
    issuer = await startIssuer(issuerSettings);
    await new Promise((resolve) => setTimeout(resolve, 5500));
    await press(page);
    await named(page, "aigul");
    await page.waitForURL((url) => url.origin === home && url.pathname !== "/sign-in");
    assert.deepEqual(complaints, []);
    await context.close();
  }
} finally {
  await browser.close();
  server.kill("SIGTERM");
  await new Promise((resolve) => server.once("exit", resolve));
  await stop(issuer);
}
const log = execFileSync(tartip, ["audit", "list", "--centre", centre, "--format", "csv"], { encoding: "utf8" });
assert.equal(log.match(/,sign_in,aigul/g)?.length, 3);
assert.equal(log.match(/,sign_out,aigul/g)?.length, 1);
console.log("in by the issuer's pages and out again; refused, cancelled, made up, down: each before a page that says so");
