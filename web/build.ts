// dist/briefing.html: the page as one file without a document. Nothing in it can send a request: the policy names the
// two inlined pieces by hash and allows nothing else. (Charts set style attributes, hence the one exception.)
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build, type Rollup } from "vite";
import { readMessages } from "./page_messages.ts";

process.chdir(import.meta.dirname);
const built = (await build({ logLevel: "warn", build: { write: false } })) as Rollup.RollupOutput;

let script = "";
let style = "";
for (const file of built.output) {
  if (file.type === "chunk") script += file.code;
  else if (file.fileName.endsWith(".css")) style += String(file.source);
  else throw new Error(`the page must be one script and one style sheet, but the build also made ${file.fileName}`);
}
// Inside an element, only its own end tag would end it early.
script = script.trim().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
style = style.trim();

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = [
  "default-src 'none'",
  `script-src ${hash(script)}`,
  `style-src-elem ${hash(style)}`,
  "style-src-attr 'unsafe-inline'",
  "font-src data:",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
const withoutScript = ["kk", "ru", "en"]
  .map((language) => `<p lang="${language}">${readMessages(language, "page.")["page.no_script"] ?? ""}</p>`)
  .join("");

const filled: Record<string, string> = { POLICY: policy, STYLE: style, SCRIPT: script, WITHOUT_SCRIPT: withoutScript };
const html = readFileSync("briefing.template.html", "utf8").replace(
  /%(POLICY|STYLE|SCRIPT|WITHOUT_SCRIPT)%/g,
  (_, name: string) => filled[name] ?? "",
);
mkdirSync("dist", { recursive: true });
writeFileSync("dist/briefing.html", html);

const kilobytes = (bytes: number) => `${Math.round(bytes / 1024)} KB`;
const whole = kilobytes(Buffer.byteLength(html));
console.log(`web/dist/briefing.html: ${whole}; script ${kilobytes(gzipSync(script).length)} gzipped`);
