// A briefing as the program writes it (src/briefing/document.hpp, `to_json`): field names and words are the same there.

export type Language = "kk" | "ru" | "en";
export type Verdict = "none" | "rise" | "fall" | "unclear" | "few" | "high" | "low" | "usual";

export type Position = [x: number, y: number];
export type Ring = Position[];
export type Polygon = Ring[]; // outer ring first, then holes
export type MultiPolygon = Polygon[];

export interface TrendSeries {
  name: string;
  role: string; // "current", "previous", "usual"
  values: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}
export interface Trend {
  kind: "trend";
  periods: string[];
  series: TrendSeries[];
}

export interface Bar {
  label: string;
  value: number | null; // none where the program's number is not finite
  low: number | null;
  high: number | null;
  verdict: Verdict;
  text: string;
}
export interface Bars {
  kind: "bars";
  diverging: boolean;
  bars: Bar[];
}

export interface Shape {
  id: string;
  label: string;
  area: MultiPolygon; // in the map's plane, y upwards
  value: number | null;
  step: number; // 0…4 of the ramp; -1: no value
  verdict: Verdict;
  text: string;
}
export interface LegendEntry {
  step: number;
  verdict: Verdict;
  label: string;
}
export interface Map {
  kind: "map";
  outline: MultiPolygon;
  shapes: Shape[];
  legend: LegendEntry[];
}

export interface FunnelPoint {
  label: string;
  exposure: number | null;
  rate: number | null;
  verdict: Verdict;
}
export interface FunnelLimit {
  exposure: number | null;
  low95: number | null;
  high95: number | null;
  low998: number | null;
  high998: number | null;
}
export interface Funnel {
  kind: "funnel";
  exposure_label: string;
  rate_label: string;
  centre: number | null;
  points: FunnelPoint[];
  limits: FunnelLimit[];
}

export type Drawing = Trend | Bars | Map | Funnel;

export interface Figure {
  title: string;
  unit: string;
  alternative: string;
  drawing: Drawing;
}

export interface Column {
  label: string;
  number: boolean;
}
export interface TableCell {
  text: string;
  value: number | null;
  verdict: Verdict;
}
export interface Table {
  caption: string;
  columns: Column[];
  rows: TableCell[][];
  note: string;
}

export interface Section {
  id: string;
  heading: string;
  finding: string[];
  caution: string;
  figure: Figure | null;
  table: Table | null;
  method: string;
}

export interface Headline {
  label: string;
  value: string;
  change: string;
  interval: string;
  verdict: Verdict;
}

export interface Chapter {
  id: string;
  title: string;
  subtitle: string;
  caution: string;
  headlines: Headline[];
  sections: Section[];
}

export interface PassportEntry {
  label: string;
  value: string;
}
export interface PassportGroup {
  title: string;
  entries: PassportEntry[];
}

export interface Briefing {
  language: Language;
  title: string;
  subtitle: string;
  summary: string[];
  chapters: Chapter[];
  passport: PassportGroup[];
}
