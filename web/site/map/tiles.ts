// How the map asks the centre for its tiles: with patience where the centre asks for it, never for ever, and so that a tile
// that is refused is told from one that holds nothing.
const k_longest = 30_000; // ms
const k_turns = 4;
const k_scheme = "centre";

export const tileAddress = (path: string): string => `${k_scheme}://tiles${path}`;
export const pathOf = (address: string): string => address.replace(/^[a-z]+:\/\/[^/]*/, "");

// What went wrong, as text: errors lose all else on their way through the map's worker.
const k_failure = "tile ";
export const statusOf = (message: string): number | null => {
  const found = /\btile (\d{3})$/.exec(message);
  return found ? Number(found[1]) : null;
};

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

export async function fetchTile(path: string, headers: Record<string, string>, stop: AbortSignal): Promise<ArrayBuffer> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(k_longest)]);
  for (let turn = 1; ; ++turn) {
    const answer = await fetch(path, { headers, signal });
    if (answer.ok) return answer.arrayBuffer();
    const busy = answer.status === 429 || answer.status === 503;
    if (!busy || turn === k_turns) throw new Error(k_failure + answer.status);
    const asked = Number(answer.headers.get("Retry-After"));
    await pause(asked > 0 ? Math.min(asked, 10) * 1000 : 500 * turn, signal);
  }
}

export const tileProtocol = {
  scheme: k_scheme,
  answer: async ({ url, headers = {} }: { url: string; headers?: Record<string, string> }, stop: AbortController) => ({ data: await fetchTile(pathOf(url), headers, stop.signal) }),
};
