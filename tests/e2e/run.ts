// Finished briefings in a real browser: web/run e2e FILE... Pictures and printed pages go to build/e2e.
import { mkdirSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch } from "./browser.ts";
import { checks } from "./checks.ts";

const files = process.argv.slice(2).map((file) => resolve(file));
if (files.length === 0) {
  console.error("web/run e2e: name the briefings (HTML files) to look at");
  process.exit(2);
}
const k_most_bytes = 4 * 1024 * 1024; // still opens at once from a mail
const folder = fileURLToPath(new URL("../../build/e2e", import.meta.url));
mkdirSync(folder, { recursive: true });

let passed = 0;
let failed = 0;
const count = (file: string, check: string, wrong: string[]) => {
  if (wrong.length === 0) ++passed;
  else {
    ++failed;
    console.log(`${basename(file)}: ${check}: failed`);
    for (const line of wrong) console.log(`    ${line}`);
  }
};

const browser = await launch();
for (const file of files) {
  const size = statSync(file).size;
  count(file, "size", size > k_most_bytes ? [`${size} bytes, more than ${k_most_bytes}`] : []);
  for (const [name, check] of Object.entries(checks)) {
    const given = { browser, address: pathToFileURL(file).href, name: basename(file, ".html"), folder };
    count(file, name, await check(given).catch((error: Error) => [error.message]));
  }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
