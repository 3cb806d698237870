// Writes the files of a small made-up country — twelve districts, four kinds of offence, three years of days — with a
// seeded generator, so that every run has the same: node made_centre.ts FOLDER.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2] ?? ".";
mkdirSync(folder, { recursive: true });

let state = 20_261_122;
const random = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};

const k_districts: [string, string][] = [["Ақсу", "Аксу"], ["Бөрілі", "Бурли"], ["Ғалымды", "Галымды"], ["Әулие", "Аулие"], ["Жылой", "Жылой"], ["Қарасу", "Карасу"], ["Көкпек", "Кокпек"], ["Мұғалжар", "Мугалжар"], ["Ордабасы", "Ордабасы"], ["Өзен", "Узень"], ["Талғар", "Талгар"], ["Ұлытау", "Улытау"]]; // kk, ru
const square = (at: number): number[][] => {
  const [west, south] = [70 + (at % 4) * 0.5, 49 + Math.floor(at / 4) * 0.4];
  return [[west, south], [west + 0.5, south], [west + 0.5, south + 0.4], [west, south + 0.4], [west, south]];
};
const features = k_districts.map(([kk, ru], at) => ({
  type: "Feature",
  properties: { code: `D${at + 1}`, kk, ru, en: `District ${at + 1}` },
  geometry: { type: "Polygon", coordinates: [square(at)] },
}));
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
write("districts.geojson", JSON.stringify({ type: "FeatureCollection", features }));
write("residents.csv", ["code,residents", ...k_districts.map((_, at) => `D${at + 1},${20_000 + 17_000 * at}`)].join("\n") + "\n");
write(
  "country.toml",
  `id = "country"
name = { kk = "Ел", ru = "Страна", en = "Country" }
source = "made by the test"

[[level]]
id = "district"
name = { kk = "аудандар", ru = "районы", en = "districts" }

[[units]]
level = "district"
file = "districts.geojson"
code = "code"
name = { kk = "kk", ru = "ru", en = "en" }

[[population]]
level = "district"
file = "residents.csv"
unit = "code"
year = 2023
count = "residents"
`,
);
write(
  "kinds.csv",
  `code,en,ru,kk
theft,Theft,Кража,Ұрлық
fraud,Fraud,Мошенничество,Алаяқтық
assault,Assault,Побои,Ұрып-соғу
robbery,Robbery,Грабёж,Тонау
`,
);
write(
  "kinds.toml",
  `id = "kinds"
name = { en = "Kinds of offence", ru = "Виды правонарушений", kk = "Құқық бұзушылық түрлері" }
source = "made by the test"

[[level]]
id = "kind"
name = { en = "kinds", ru = "виды", kk = "түрлер" }

[[items]]
file = "kinds.csv"
code = "code"
level = "kind"
name = { en = "en", ru = "ru", kk = "kk" }
`,
);
write(
  "offences.toml",
  `id = "offences"
names = { en = "Offences of a made-up country", ru = "Правонарушения вымышленной страны", kk = "Ойдан шығарылған елдің құқық бұзушылықтары" }
event = { en = "offences", ru = "правонарушения", kk = "құқық бұзушылықтар" }
source = "made by the test"
covers = "2021-01-01..2023-12-31"

[file]
format = "csv"

[time]
columns = ["date"]
formats = ["%Y-%m-%d"]
zone = "Asia/Almaty"

[place]
x = "lon"
y = "lat"
crs = "EPSG:4326"
territory = "country"

[class]
column = "kind"
scheme = "kinds"
`,
);
const lines = ["date,lon,lat,kind"];
const k_shares: [string, number][] = [["theft", 0.55], ["fraud", 0.8], ["assault", 0.95], ["robbery", 1]];
for (let year = 2021; year <= 2023; ++year) {
  for (let day = 0; day < 365; ++day) {
    const date = new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10);
    for (let at = 0; at < k_districts.length; ++at) {
      const expected = (0.25 + 0.12 * at) * (at === 7 ? 2.2 : 1) * (year === 2023 && at === 3 ? 1.6 : 1);
      for (let chance = random(), many = Math.exp(-expected), sum = many, count = 0; ; ++count) {
        if (chance <= sum) break;
        many *= expected / (count + 1);
        sum += many;
        const [west = 0, south = 0] = square(at)[0] ?? [];
        const kind = random();
        lines.push([date, (west + 0.02 + 0.46 * random()).toFixed(5), (south + 0.02 + 0.36 * random()).toFixed(5), k_shares.find(([, share]) => kind <= share)?.[0]].join(","));
      }
    }
  }
}
lines.push("2023-13-45,70.1,49.1,theft", "2023-05-05,70.1,49.1,arson"); // two rows that wait in quarantine
write("offences.csv", lines.join("\n") + "\n");
