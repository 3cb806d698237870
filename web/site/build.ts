// dist/site/**: the centre's site, each file with its compressed forms beside it, and dist/site.pack: the same as one file
// for the program to carry. The pack is text lines, one a form of a file (path, content type, encoding, SHA-256 of the
// plain bytes, number of bytes; tabs between), an empty line, then the bytes in that order.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "vite";
import { firstLoad } from "./first_load.ts";

const k_most_first_load = 100 * 1024;
const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const site = join(import.meta.dirname, "../dist/site");
await build({ configFile: join(import.meta.dirname, "vite.config.ts"), logLevel: "warn" });

const lines: string[] = [];
const bodies: Buffer[] = [];
function add(path: string, type: string, encoding: string, hash: string, body: Buffer): void {
  lines.push([path, type, encoding, hash, body.length].join("\t"));
  bodies.push(body);
}
for (const name of readdirSync(site, { recursive: true, encoding: "utf8" }).sort()) {
  const file = join(site, name);
  if (!statSync(file).isFile()) continue;
  const type = types[extname(name)];
  if (!type) throw new Error(`no content type is known for ${name}`);
  const plain = readFileSync(file);
  const hash = createHash("sha256").update(plain).digest("hex");
  add(name, type, "identity", hash, plain);
  const forms = {
    gzip: [".gz", gzipSync(plain, { level: 9 })],
    br: [".br", brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } })],
  } as const;
  for (const [encoding, [extension, body]] of Object.entries(forms)) {
    if (body.length >= 0.95 * plain.length) continue; // fonts and pictures are compressed already
    writeFileSync(file + extension, body);
    add(name, type, encoding, hash, body);
  }
}
writeFileSync(join(site, "../site.pack"), Buffer.concat([Buffer.from(lines.join("\n") + "\n\n"), ...bodies]));

const first = firstLoad(site);
const bytes = first.reduce((sum, { gzip }) => sum + gzip, 0);
console.log(`web/dist/site: first load ${(bytes / 1024).toFixed(1)} KB gzipped in ${first.length} files (fonts apart)`);
if (bytes > k_most_first_load) throw new Error(`the first load is ${bytes} bytes, more than ${k_most_first_load}: ${JSON.stringify(first)}`);
