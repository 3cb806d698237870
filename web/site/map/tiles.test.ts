import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { fetchTile, pathOf, statusOf, tileAddress } from "./tiles.ts";

let close = () => {};
afterEach(() => close());

// A server that answers as it is told, one request after another.
async function served(answers: ((answer: ServerResponse, request: IncomingMessage) => void)[]): Promise<{ address: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((request, answer) => answers[Math.min(asked++, answers.length - 1)]?.(answer, request));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked: () => asked };
}
const status = (code: number, headers: Record<string, string> = {}) => (answer: ServerResponse) => void answer.writeHead(code, headers).end("tile");

test("an address of a tile leads to its path", () => {
  expect(pathOf(tileAddress("/ogc/collections/cells.x/tiles/3/4/5?period=2022"))).toBe("/ogc/collections/cells.x/tiles/3/4/5?period=2022");
});

test("a tile comes with the headers it was asked with", async () => {
  let ground = "";
  const { address } = await served([(answer, { headers }) => {
    ground = String(headers["tartip-legal-ground"]);
    answer.end("tile");
  }]);
  const bytes = await fetchTile(address, { "Tartip-Legal-Ground": "order" }, new AbortController().signal);
  expect([new TextDecoder().decode(bytes), ground]).toEqual(["tile", "order"]);
});

test("a busy centre is asked again, a refusal is told with its number", async () => {
  const busy = await served([status(503), status(429), status(200)]);
  expect((await fetchTile(busy.address, {}, new AbortController().signal)).byteLength).toBe(4);
  expect(busy.asked()).toBe(3);
  close();
  for (const code of [401, 403, 404, 500]) {
    const { address, asked } = await served([status(code)]);
    const message = await fetchTile(address, {}, new AbortController().signal).catch((error: Error) => error.message);
    expect(statusOf(String(message))).toBe(code);
    expect(asked()).toBe(1);
    close();
  }
  expect(statusOf("Failed to fetch")).toBeNull();
});

test("a tile that nobody wants any more is not waited for", async () => {
  const { address, asked } = await served([status(503, { "Retry-After": "10" })]);
  const stop = new AbortController();
  const tile = fetchTile(address, {}, stop.signal).catch((error: Error) => error.name);
  while (asked() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort();
  expect(await tile).toBe("AbortError");
});
