import { defineConfig } from "vite";
import { pageMessages } from "./page_messages.ts";

// The page is one classic script and one style sheet with its fonts inside; build.ts puts them into the template.
export default defineConfig({
  plugins: [pageMessages()],
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    target: "es2022",
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    cssCodeSplit: false,
    modulePreload: false,
    rollupOptions: { input: "src/main.tsx", output: { format: "iife", inlineDynamicImports: true } },
  },
});
