// Who looks, what they may ask, and whose centre it is.
import { json, request } from "./ask.ts";
import type { Language } from "../../src/document.ts";

export type Role = "administrator" | "registrar" | "analyst" | "publisher" | "reader";

export interface Session {
  visitor: {
    name: string;
    roles: Role[];
    scope: { everything: boolean; territories: string[]; registers: string[] };
    anonymous: boolean;
  };
  setup: boolean; // nobody administers this centre yet
  centre: { name: string; zone: string; languages: Language[] };
  sign_in: ("password" | "oidc")[];
  offered: string[]; // "cube query"
}

const k_session = "/api/v1/session";

export async function session(): Promise<Session> {
  return (await (await request(k_session)).json()) as Session;
}
export async function signIn(name: string, password: string, language: Language): Promise<void> {
  await request(`${k_session}?lang=${language}`, json("POST", { name, password }));
}
export async function signOut(): Promise<void> {
  await request(k_session, json("DELETE", {}));
}
export async function setUp(token: string, name: string, password: string, language: Language): Promise<void> {
  await request(`/api/v1/setup?lang=${language}`, json("POST", { token, name, password }));
}
