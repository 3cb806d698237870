// The catalogues hold every message of the program; a page carries only its own: those under `page.`, and in the site
// (asked for as "kk.json?site") those under `site.` too.
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

export function readMessages(language: string, ...prefixes: string[]): Record<string, string> {
  const path = new URL(`../i18n/${language}.json`, import.meta.url);
  const all = JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;
  return Object.fromEntries(Object.entries(all).filter(([key]) => prefixes.some((prefix) => key.startsWith(prefix))));
}

export function pageMessages(): Plugin {
  return {
    name: "page-messages",
    enforce: "pre",
    load(id) {
      const [, language, site] = /[/\\]i18n[/\\](kk|ru|en)\.json(\?site)?$/.exec(id) ?? [];
      if (!language) return null;
      return JSON.stringify(site ? readMessages(language, "page.", "site.") : readMessages(language, "page."));
    },
  };
}
