// Questions to the server. An operation is asked by its name; what it refuses comes back as a Refusal that says in the
// reader's language what is wrong, where, and what to do.
import type { Answer } from "./answer.ts";

export interface Problem {
  status: number;
  key: string; // "error.…"; of our own: "site.unreachable"
  title: string;
  detail: string;
  where?: { file?: string; line?: number; column?: string };
  request?: string;
}

export class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }
}

export type Value = string | number | boolean | readonly string[] | null | undefined;
export type Parameters = Record<string, Value>;

// Only what is said is sent: empty, false and missing values are left out; lists repeat.
export function queryOf(parameters: Parameters): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === undefined || value === "" || value === false) continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  return query;
}

const k_root = "/api/v1/";
const routeOf = (operation: string) => k_root + operation.replace(" ", "/");

// An address that R, Python and a spreadsheet read as it stands.
export function linkTo(operation: string, parameters: Parameters, format: string): string {
  return `${routeOf(operation)}?${queryOf({ ...parameters, format })}`;
}

export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refusal({ status: 0, key: "site.unreachable", title: "", detail: "" });
  }
  if (!response.ok) throw new Refusal(await problemOf(response));
  return response;
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return { key: "", title: "", detail: "", ...((await response.json()) as Partial<Problem>), status: response.status };
  } catch {
    return { status: response.status, key: "", title: response.statusText, detail: "" };
  }
}

export const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

export async function ask(operation: string, parameters: Parameters, signal?: AbortSignal): Promise<Answer> {
  const response = await request(`${routeOf(operation)}?${queryOf(parameters)}`, signal ? { signal } : {});
  return (await response.json()) as Answer;
}

// For operations that change something. A long one answers with the job that carries it out.
// Whoever looks at single records says on what ground.
export async function tell(operation: string, parameters: Parameters, ground = ""): Promise<Answer | { job: string }> {
  const { lang, ...own } = parameters;
  const said = Object.entries(own).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const init = json("POST", Object.fromEntries(said));
  if (ground) init.headers = { ...init.headers, "tartip-legal-ground": encodeURIComponent(ground) };
  const response = await request(`${routeOf(operation)}?${queryOf({ lang })}`, init);
  return (await response.json()) as Answer | { job: string };
}

// A file goes up as it is; operations then take "upload:<id>" where the command line takes a path.
export async function upload(file: File): Promise<string> {
  const response = await request(`${k_root}uploads/${encodeURIComponent(file.name)}`, {
    method: "PUT",
    headers: { "content-type": "application/octet-stream" },
    body: file,
  });
  return `upload:${((await response.json()) as { upload: string }).upload}`;
}
