import { defineConfig } from "vite";
import { pageMessages, readMessages } from "../page_messages.ts";

// What the page says in its three languages where scripts are off.
const withoutScript = {
  name: "without-script",
  transformIndexHtml: (html: string) =>
    html.replace(
      "%WITHOUT_SCRIPT%",
      ["kk", "ru", "en"].map((language) => `<p lang="${language}">${readMessages(language, "site.")["site.no_script"]}</p>`).join(""),
    ),
};

// The centre's site: a shell that loads at once, and a chunk for each page, each language, charts and map. Nothing is
// inlined: the server's policy allows scripts, styles and fonts of its own address only.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [pageMessages(), withoutScript],
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    target: "es2022",
    outDir: "../dist/site",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
});
