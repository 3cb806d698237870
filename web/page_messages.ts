// The catalogues hold every message of the program; the page carries only its own, under `page.`.
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

export function readPageMessages(language: string): Record<string, string> {
  const path = new URL(`../i18n/${language}.json`, import.meta.url);
  const all = JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;
  return Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith("page.")));
}

export function pageMessages(): Plugin {
  return {
    name: "page-messages",
    enforce: "pre",
    load(id) {
      const language = /[/\\]i18n[/\\](kk|ru|en)\.json$/.exec(id)?.[1];
      return language ? JSON.stringify(readPageMessages(language)) : null;
    },
  };
}
