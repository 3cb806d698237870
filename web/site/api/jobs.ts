// Long work on the server: started, watched as it goes, cancelled. What came of it stays there, also when the page is gone.
import type { Answer } from "./answer.ts";
import { json, type Problem, request } from "./ask.ts";

export interface Job {
  id: string;
  operation: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  done: number;
  total: number;
  what: string;
  started: string | null;
  ended: string | null;
  answer?: Answer;
  problem?: Problem;
}

const pathOf = (id: string) => `/api/v1/jobs/${encodeURIComponent(id)}`;

export async function job(id: string, language: string): Promise<Job> {
  return (await (await request(`${pathOf(id)}?lang=${language}`)).json()) as Job;
}

export const ended = (state: Job["state"]) => state === "done" || state === "failed" || state === "cancelled";

// Tells of every step until the job has ended. Returns how to stop listening.
export function watch(id: string, language: string, tell: (job: Job) => void): () => void {
  const source = new EventSource(`${pathOf(id)}/events`);
  let listening = true;
  const look = async () => {
    const now = await job(id, language);
    if (!listening) return;
    if (ended(now.state)) source.close();
    tell(now);
  };
  source.addEventListener("progress", (event) => {
    const step = JSON.parse((event as MessageEvent<string>).data) as Partial<Job>;
    if (listening) tell({ id, operation: "", state: "running", done: 0, total: 0, what: "", started: null, ended: null, ...step });
  });
  source.addEventListener("end", () => void look());
  // The stream may break while the work goes on; the browser opens it again, and a look says what came meanwhile.
  source.addEventListener("error", () => void look().catch(() => undefined));
  void look().catch(() => undefined);
  return () => {
    listening = false;
    source.close();
  };
}

export const cancel = (id: string): Promise<Response> => request(pathOf(id), json("DELETE", {}));
