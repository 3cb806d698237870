// The pages that every run looks at, as a reader would open them. A public one is looked at without signing in, and on a
// phone.
export interface SitePage {
  name: string; // of its pictures
  path: string;
  public?: boolean;
}

export const pagesToVisit: SitePage[] = [
  { name: "releases", path: "/releases", public: true },
  { name: "release", path: "/releases/yearly%402", public: true },
  { name: "release-table", path: "/releases/yearly%402/offences", public: true },
  { name: "sign-in", path: "/sign-in", public: true },
  { name: "today", path: "/today?register=offences&period=2023" },
  { name: "statistics", path: "/statistics?register=offences&rows=territory:district&period=2023-09&cumulative=1" },
  { name: "statistics-cross", path: "/statistics?register=offences&rows=class:kind&columns=year" },
  { name: "map", path: "/map?register=offences&period=2023&area=D8" },
  { name: "map-cells", path: "/map?register=offences&level=cells&cell=20000&every=quarter" },
  { name: "forecasts", path: "/forecasts" },
  { name: "registers", path: "/registers" },
  { name: "register-quality", path: "/registers/offences" },
  { name: "register-imports", path: "/registers/offences?part=imports" },
  { name: "register-quarantine", path: "/registers/offences?part=quarantine" },
  { name: "forms", path: "/forms" },
  { name: "administration", path: "/administration" },
  { name: "administration-audit", path: "/administration?part=audit" },
  { name: "administration-tokens", path: "/administration?part=tokens" },
];
