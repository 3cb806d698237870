// Invented briefings in three languages with every drawing, every verdict, and the awkward cases: gaps, long names, a
// chapter without an earlier year. For trying the page without a centre; the numbers mean nothing.
import type { Briefing, Chapter, FunnelLimit, Language, MultiPolygon, Section, Shape, TableCell, Trend, Verdict } from "./document.ts";
import { localeOf } from "./locale.ts";
import { type SampleWords, sampleWords } from "./sample_words.ts";

// A small generator with a fixed seed (Park and Miller, 1988): every build draws the same.
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const text = (words: string): TableCell => ({ text: words, value: null, verdict: "none" });

function hexagon(x: number, y: number, size: number): MultiPolygon {
  const corner = (turn: number): [number, number] => {
    const angle = (Math.PI / 180) * (60 * turn - 30);
    return [x + size * Math.cos(angle), y + size * Math.sin(angle)];
  };
  return [[[0, 1, 2, 3, 4, 5, 0].map(corner)]];
}

function trend(words: SampleWords, random: () => number): Trend {
  const season = (month: number) => 420 + 260 * Math.sin(((month - 3) / 12) * 2 * Math.PI);
  const months = words.months;
  const usual = months.map((_, month) => season(month));
  return {
    kind: "trend",
    periods: months,
    series: [
      { name: words.usual, role: "usual", values: [], low: usual.map((v) => v * 0.8), high: usual.map((v) => v * 1.22) },
      { name: "2011", role: "previous", values: usual.map((v) => Math.round(v * (0.9 + 0.3 * random()))), low: [], high: [] },
      {
        name: "2012", role: "current", low: [], high: [],
        values: usual.map((v, month) => ([4, 6].includes(month) ? null : Math.round(v * (0.85 + 0.25 * random())))),
      },
    ],
  };
}

function shapes(words: SampleWords, language: Language, random: () => number): Shape[] {
  const locale = localeOf(language);
  const drawn: Shape[] = [];
  for (let row = 0; row < 11; ++row) {
    for (let column = 0; column < 14; ++column) {
      const [x, y] = [column * Math.sqrt(3) + (row % 2 ? Math.sqrt(3) / 2 : 0), row * 1.5];
      if (((x - 11.5) / 11) ** 2 + ((y - 7.5) / 7.5) ** 2 > 1) continue;
      const rate = 12 * Math.exp(-(((x - 6) / 5) ** 2) - ((y - 9) / 4) ** 2) + 3 * random();
      const few = random() < 0.12;
      const step = few ? -1 : Math.min(4, Math.floor(rate / 2.4));
      const verdict: Verdict = few ? "few" : rate > 10.5 ? "high" : rate < 0.35 ? "low" : "usual";
      drawn.push({
        id: `cell-${row}-${column}`, label: `${words.cell} ${String.fromCharCode(65 + column)}${row + 1}`, area: hexagon(x, y, 1),
        value: few ? null : rate, step, verdict, text: few ? "" : `${locale.number(rate, 1)} ${words.rate}`,
      });
    }
  }
  return drawn;
}

function sections(words: SampleWords, language: Language): Section[] {
  const random = generator(20121);
  const locale = localeOf(language);
  const line = trend(words, random);
  const areas = shapes(words, language, random);
  const verdicts: Verdict[] = ["rise", "rise", "unclear", "unclear", "few", "fall", "fall"];
  const signed = (value: number) => (value > 0 ? "+" : "") + locale.number(value);
  const changes = [412, 188, 35, -12, -20, -160, -655];
  const rates = Array.from({ length: 48 }, (_, at) => ({ exposure: 40 * 1.13 ** at, noise: random() + random() + random() - 1.5 }));
  const limit = (exposure: number, z: number) => z * Math.sqrt(30 / exposure);
  const limits: FunnelLimit[] = Array.from({ length: 60 }, (_, at) => 36 * 1.11 ** at).map((exposure) => ({
    exposure, low95: Math.max(0, 6 - limit(exposure, 1.96)), high95: 6 + limit(exposure, 1.96),
    low998: Math.max(0, 6 - limit(exposure, 3.09)), high998: 6 + limit(exposure, 3.09),
  }));
  const table = (caption: string, rows: TableCell[][]) => ({
    caption, note: words.tableNote, rows,
    columns: [{ label: words.row, number: false }, { label: "2011", number: true }, { label: "2012", number: true }, { label: words.change, number: true }],
  });
  const number = (value: number | null): TableCell => ({ text: value === null ? "–" : locale.number(value), value, verdict: "none" });
  const [, earlier, now] = line.series;

  return [
    {
      id: "trend", heading: words.trend, finding: words.trendFinding, caution: "", method: words.method,
      figure: { title: words.trendTitle, unit: words.perMonth, alternative: words.trendTitle, drawing: line },
      table: table(words.trend, words.months.map((month, at) => [text(month), number(earlier?.values[at] ?? null), number(now?.values[at] ?? null), text("–")])),
    },
    {
      id: "drivers", heading: words.drivers, finding: words.driversFinding, caution: "", method: words.method,
      figure: {
        title: words.driversTitle, unit: words.driversUnit, alternative: words.driversTitle,
        drawing: {
          kind: "bars", diverging: true,
          bars: changes.map((value, at) => ({
            label: words.classes[at] ?? "", value, low: value - 30 - 0.2 * Math.abs(value), high: value + 30 + 0.2 * Math.abs(value),
            verdict: verdicts[at] ?? "none", text: verdicts[at] === "few" ? "–" : signed(value),
          })),
        },
      },
      table: table(words.drivers, changes.map((value, at) => [
        text(words.classes[at] ?? ""), number(1200 - 100 * at), number(1200 - 100 * at + value),
        { text: signed(value), value, verdict: verdicts[at] ?? "none" },
      ])),
    },
    {
      id: "map", heading: words.map, finding: words.mapFinding, caution: words.mapCaution, method: words.method,
      figure: {
        title: words.mapTitle, unit: words.rate, alternative: words.mapTitle,
        drawing: {
          kind: "map", outline: [], shapes: areas,
          legend: [
            ...[0, 1, 2, 3, 4].map((step) => ({ step, verdict: "none" as const, label: `${locale.number(2.4 * step)} – ${locale.number(2.4 * (step + 1))}` })),
            { step: -1, verdict: "high", label: words.high }, { step: -1, verdict: "low", label: words.low }, { step: -1, verdict: "few", label: words.few },
          ],
        },
      },
      table: table(words.map, areas.map((shape) => [
        text(shape.label), number(null), { text: shape.text || "–", value: shape.value, verdict: shape.verdict }, text("–"),
      ])),
    },
    {
      id: "funnel", heading: words.funnel, finding: words.funnelFinding, caution: "", method: words.method, table: null,
      figure: {
        title: words.funnelTitle, unit: words.rate, alternative: words.funnelTitle,
        drawing: {
          kind: "funnel", exposure_label: words.exposure, rate_label: words.rate, centre: 6, limits,
          points: rates.map(({ exposure, noise }, at) => {
            const rate = Math.max(0, 6 + noise * limit(exposure, at % 9 === 5 ? 5.5 : 1.6));
            const beyond = Math.abs(rate - 6) > limit(exposure, 3.09);
            return { label: `${words.district} ${at + 1}`, exposure, rate, verdict: beyond ? (rate > 6 ? "high" : "low") : "usual" };
          }),
        },
      },
    },
  ];
}

export function sampleBriefing(language: Language): Briefing {
  const words = sampleWords[language];
  const locale = localeOf(language);
  const all = sections(words, language);
  const chapter = (id: string, title: string, parts: Section[], caution: string): Chapter => ({
    id, title, subtitle: words.subtitle, caution,
    headlines: [
      { label: words.total, value: locale.number(10224), change: words.fell, interval: words.fellInterval, verdict: "fall" },
      { label: words.classes[0] ?? "", value: locale.number(4812), change: words.rose, interval: words.roseInterval, verdict: "rise" },
      { label: words.classes[2] ?? "", value: locale.number(1035), change: words.unclear, interval: words.unclearInterval, verdict: "unclear" },
      { label: words.classes[4] ?? "", value: locale.number(7), change: words.few, interval: "", verdict: "few" },
    ],
    sections: parts,
  });
  return {
    language, title: words.title, subtitle: words.subtitle, summary: words.summary,
    chapters: [chapter("first", words.register, all, ""), chapter("second", words.second, all.slice(1, 2), words.mapCaution)],
    passport: [{ title: words.register, entries: words.passport.map(([label = "", value = ""]) => ({ label, value })) }],
  };
}
