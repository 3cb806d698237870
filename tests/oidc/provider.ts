// An issuer on this machine: people by name, their groups, one client; keys made at the start.
import { generateKeyPairSync } from "node:crypto";
import type { Server } from "node:http";
// @ts-expect-error: the package carries no types
import Provider from "oidc-provider";

export type Algorithm = "RS256" | "ES256";

export interface Issuer {
  server: Server;
  address: string;
}

export interface IssuerSettings {
  port: number;
  host?: string; // as it calls itself: "localhost" is another site to a browser than "127.0.0.1"
  redirect: string; // where it sends people back to
  algorithm: Algorithm;
  secret: string;
  groups: Record<string, string[]>; // of people by name
}

export function startIssuer({ port, host = "127.0.0.1", redirect, algorithm, secret, groups }: IssuerSettings): Promise<Issuer> {
  const address = `http://${host}:${port}`;
  const pair = algorithm === "RS256" ? generateKeyPairSync("rsa", { modulusLength: 2048 }) : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const provider = new Provider(address, {
    clients: [
      {
        client_id: "tartip",
        client_secret: secret,
        redirect_uris: [redirect],
        grant_types: ["authorization_code"],
        response_types: ["code"],
        id_token_signed_response_alg: algorithm,
      },
    ],
    claims: { openid: ["sub"], profile: ["preferred_username", "groups"] },
    cookies: { keys: ["kept for the length of a test"] },
    jwks: { keys: [{ ...pair.privateKey.export({ format: "jwk" }), use: "sig", alg: algorithm, kid: "k1" }] },
    pkce: { required: () => true },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => Promise.resolve({ sub: id, preferred_username: id, groups: groups[id] ?? [] }),
    }),
  });
  return new Promise((resolve) => {
    const server: Server = provider.listen(port, "127.0.0.1", () => resolve({ server, address }));
  });
}
