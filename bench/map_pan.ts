// The map under the hand: bench/map_pan makes the centre and calls this: web/run node bench/map_pan.ts TARTIP FOLDER [ROUNDS].
// A fixed path of drags and turns of the wheel over the page Map in chromium, by the register "events" and, for what drawing
// itself costs on this machine, by "few". Cold: a new server and a new window; warm: a new window of another reader.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { launch } from "../tests/e2e/browser.ts";

const [tartip = "", password = "", rounds = "1", ...only] = process.argv.slice(2);
const k_long_frame = 50; // ms
const k_steps = 40; // of a drag, 16 ms each

interface Served {
  address: string;
  asked: { tiles: number; bytes: number; refused: number; ms: number[] };
  process: ChildProcess;
}

// Its log tells how often tiles were asked for; the map asks out of the page's sight.
async function serve(): Promise<Served> {
  const process_ = spawn(tartip, ["serve", "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
  const asked = { tiles: 0, bytes: 0, refused: 0, ms: [] as number[] };
  let rest = "";
  process_.stderr.on("data", (chunk: Buffer) => {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!line.includes("/tiles/")) continue;
      const { status, bytes, ms } = JSON.parse(line) as { status: number; bytes: number; ms: number };
      ++asked.tiles;
      asked.bytes += bytes;
      asked.ms.push(ms);
      if (status >= 400) ++asked.refused;
    }
  });
  const address = await new Promise<string>((resolve, reject) => {
    let said = "";
    process_.stdout.on("data", (chunk: Buffer) => {
      said += String(chunk);
      const found = /http:\/\/[0-9.:]+/.exec(said);
      if (found) resolve(found[0]);
    });
    process_.on("exit", () => reject(new Error(`the server has ended: ${said}`)));
  });
  return { address, asked, process: process_ };
}

async function stop({ process }: Served): Promise<void> {
  process.removeAllListeners("exit");
  process.kill();
  await once(process, "exit");
}

// In the page: lengths of frames and long tasks while the map moves or waits, and when it stopped and was whole.
function recorder(): void {
  const kept = { on: false, frames: [] as number[], tasks: [] as number[], stopped: 0, whole: 0 };
  (window as unknown as { kept: typeof kept }).kept = kept;
  let last = 0;
  const frame = (at: number) => {
    if (kept.on && last) kept.frames.push(at - last);
    last = kept.on ? at : 0;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => kept.on && kept.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const host = target as HTMLElement;
      if (!host.matches?.(".live-map-host")) continue;
      if (host.dataset["moving"]) kept.stopped = 0;
      else kept.stopped ||= performance.now();
      kept.whole = host.dataset["idle"] ? performance.now() : 0;
    }
  }).observe(document, { subtree: true, attributeFilter: ["data-moving", "data-idle"] });
}

type Leg = { drag: [x: number, y: number] } | { zoom: number };
const drag = (x: number, y: number): Leg => ({ drag: [x, y] });
const zoom = (notches: number): Leg => ({ zoom: notches });
// In towards the largest town, to and fro on the way, and out again.
const k_path: Leg[] = [
  drag(-260, 60), drag(260, -60), zoom(5), drag(-280, 0), drag(280, 120), zoom(6), drag(-260, -120), drag(260, 0), zoom(8), drag(-280, 100), drag(280, -100), zoom(6), drag(-200, -100),
  drag(200, 100), zoom(-9), drag(220, 100), zoom(-8), drag(-260, 0), zoom(-8),
];

// Over the largest town, where single events stand.
const k_town = "&view=11.00/48.0000/67.0000";
const k_path_in_town: Leg[] = [drag(-260, 60), drag(260, -60), drag(-200, -160), drag(200, 160), zoom(3), drag(-280, 100), drag(280, -100), zoom(-3), drag(0, 180), drag(0, -180)];

interface Pass {
  frames: number[];
  tasks: number[];
  waits: number[]; // from a stop until everything is there, ms
  tiles: number;
  bytes: number;
  refused: number;
  served: number[]; // how long the server took for each, ms
}

type Recorded = { kept: { on: boolean; frames: number[]; tasks: number[]; stopped: number; whole: number } };

async function settled(page: Page): Promise<void> {
  await page.waitForSelector(".live-map-host[data-idle]:not([data-moving])", { timeout: 60_000 });
}

async function ridden(browser: Browser, served: Served, query: string, path: Leg[]): Promise<Pass> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addInitScript(`localStorage.setItem("tartip.language", "en"); sessionStorage.setItem("tartip.ground", "measurement")`);
  await context.addInitScript(recorder);
  const entered = await context.request.post(`${served.address}/api/v1/session`, { data: { name: "ana", password }, headers: { Origin: served.address } });
  if (!entered.ok()) throw new Error(`nobody may enter: ${entered.status()} ${await entered.text()}`);
  const page = await context.newPage();
  const before = { ...served.asked, count: served.asked.ms.length };
  await page.goto(`${served.address}/map?${query}`);
  await settled(page);
  await page.locator(".live-map-frame").scrollIntoViewIfNeeded();
  await setTimeout(500);
  const box = await page.locator(".live-map-frame").boundingBox();
  if (!box) throw new Error("the map has no place on the page");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const waits: number[] = [];
  for (const leg of path) {
    await page.mouse.move(x, y);
    await page.evaluate(() => void ((window as unknown as Recorded).kept.on = true));
    if ("drag" in leg) {
      const [right, down] = leg.drag;
      const from = { x: x - right / 2, y: y - down / 2 };
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      // A hand does not wait for the picture.
      const moves: Promise<void>[] = [];
      for (let step = 1; step <= k_steps; ++step) {
        moves.push(page.mouse.move(from.x + (right * step) / k_steps, from.y + (down * step) / k_steps));
        await setTimeout(16);
      }
      await Promise.all(moves);
      await setTimeout(60); // held still, so that it does not fly on
      await page.mouse.up();
    } else {
      for (let notch = 0; notch < Math.abs(leg.zoom); ++notch) {
        await page.mouse.wheel(0, leg.zoom > 0 ? -120 : 120);
        await setTimeout(50);
      }
    }
    await setTimeout(50);
    await settled(page);
    waits.push(await page.evaluate(() => {
      const { kept } = window as unknown as Recorded;
      kept.on = false;
      return Math.max(0, kept.whole - kept.stopped);
    }));
  }
  const { frames, tasks } = await page.evaluate(() => (window as unknown as Recorded).kept);
  await context.close();
  return { frames, tasks, waits, tiles: served.asked.tiles - before.tiles, bytes: served.asked.bytes - before.bytes, refused: served.asked.refused - before.refused, served: served.asked.ms.slice(before.count) };
}

const quantile = (values: number[], share: number): number => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;

function told(name: string, passes: Pass[]): string {
  const all = <Key extends "frames" | "tasks" | "waits" | "served">(key: Key) => passes.flatMap((pass) => pass[key]);
  const [frames, tasks, waits, took] = [all("frames"), all("tasks"), all("waits"), all("served")];
  const sum = (key: "tiles" | "bytes" | "refused") => passes.reduce((total, pass) => total + pass[key], 0) / passes.length;
  const long = frames.filter((frame) => frame > k_long_frame).length / frames.length;
  const cells = [
    name.padEnd(30), `frame ${[0.5, 0.95, 0.99].map((share) => quantile(frames, share).toFixed(0)).join(" / ")} ms`, `${(100 * long).toFixed(1)} % over ${k_long_frame} ms`,
    `${tasks.length / passes.length} long tasks, at most ${Math.max(0, ...tasks).toFixed(0)} ms`, `whole after a stop: ${quantile(waits, 0.5).toFixed(0)} ms, at most ${Math.max(...waits).toFixed(0)} ms`,
    `${sum("tiles").toFixed(0)} tiles, ${(sum("bytes") / 1000).toFixed(0)} kB, served in ${quantile(took, 0.5).toFixed(0)} ms, at most ${Math.max(0, ...took).toFixed(0)} ms`, ...(sum("refused") ? [`${sum("refused")} REFUSED`] : []),
  ];
  return cells.join(" | ");
}

const layers = { districts: "", squares: "&events=squares", single: `&events=squares&events=single${k_town}` };
const found = new Map<string, Pass[]>();
const note = (name: string, pass: Pass): void => void found.set(name, [...(found.get(name) ?? []), pass]);
const browser = await launch();
try {
  for (let round = 0; round < Number(rounds); ++round)
    for (const [layer, more] of Object.entries(layers).filter(([name]) => only.length === 0 || only.includes(name)))
      for (const register of round % 2 === 0 ? ["few", "events"] : ["events", "few"]) {
        const served = await serve();
        const query = `register=${register}&level=district${more}`;
        for (const state of layer === "squares" ? ["cold", "warm"] : [""]) note(`${layer} ${state}, ${register}`.replace(" ,", ","), await ridden(browser, served, query, layer === "single" ? k_path_in_town : k_path));
        await stop(served);
      }
} finally {
  await browser.close();
}
console.log("frame: median / 95th / 99th percentile while the map moves or waits");
for (const [name, passes] of found) console.log(told(name, passes));
