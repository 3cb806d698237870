// What a browser must have before the shell stands: the page, the scripts and styles it names, what those import at once,
// and the largest language. Pages, charts and the map come later.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { gzipSync } from "node:zlib";

export interface Loaded {
  file: string;
  gzip: number;
}

export function firstLoad(site: string): Loaded[] {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(join(site, file), "utf8");
    if (file.endsWith(".js"))
      for (const [, name] of text.matchAll(/(?:^|[;}\s])(?:import|export)[^"'()]*?["'](\.[^"']+\.js)["']/g))
        visit(relative(site, resolve(site, dirname(file), name ?? "")));
  };
  seen.add("index.html");
  const html = readFileSync(join(site, "index.html"), "utf8");
  for (const [, name] of html.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css))"/g)) visit(name ?? "");
  const size = (file: string): Loaded => ({ file, gzip: gzipSync(readFileSync(join(site, file))).length });
  const languages = readdirSync(join(site, "assets")).filter((name) => /^(kk|ru|en)-[\w-]+\.js$/.test(name)).map((name) => size(`assets/${name}`));
  return [...[...seen].map(size), ...languages.sort((a, b) => b.gzip - a.gzip).slice(0, 1)];
}
