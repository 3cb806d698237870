// The pages, in the order of the navigation. A page is there for a visitor only if the server offers what it asks for.
import type { ComponentType } from "preact";
import type { SiteKey } from "../words.ts";

export interface Page {
  path: string; // "/today"; what lies beneath belongs to the page too
  name: SiteKey;
  needs: string[]; // operations; one of them is enough
  load: () => Promise<{ default: ComponentType }>;
}

export const pages: Page[] = [
  { path: "/today", name: "site.page.today", needs: ["briefing show"], load: () => import("./today.tsx") },
  { path: "/statistics", name: "site.page.statistics", needs: ["table build"], load: () => import("./statistics.tsx") },
  { path: "/map", name: "site.page.map", needs: ["map areas"], load: () => import("./map.tsx") },
  { path: "/forecasts", name: "site.page.forecasts", needs: ["forecast show"], load: () => import("./forecasts.tsx") },
  { path: "/registers", name: "site.page.registers", needs: ["register list"], load: () => import("./registers.tsx") },
  { path: "/forms", name: "site.page.forms", needs: ["form check"], load: () => import("./forms.tsx") },
  { path: "/releases", name: "site.page.releases", needs: ["release list"], load: () => import("./releases.tsx") },
  { path: "/administration", name: "site.page.administration", needs: ["user list", "audit list", "token make"], load: () => import("./administration.tsx") },
];

// Pages that are not in the navigation.
export const others: Page[] = [
  { path: "/sign-in", name: "site.sign_in", needs: [], load: () => import("./sign_in.tsx") },
  { path: "/setup", name: "site.setup", needs: [], load: () => import("./setup.tsx") },
];

export const holds = (page: Page, path: string): boolean => path === page.path || path.startsWith(`${page.path}/`);
