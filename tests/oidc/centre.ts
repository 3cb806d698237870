// A centre that trusts an issuer on this machine, and its server.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";

export interface Made {
  home: string; // the centre's address
  back: string; // where the issuer sends people back to
  issuerPort: number;
  secret: string;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

// Whoever is in the group "statistics" there is an analyst here.
export async function makeCentre(tartip: string, centre: string, issuerHost = "127.0.0.1"): Promise<Made> {
  const [port, issuerPort] = [await freePort(), await freePort()];
  const home = `http://127.0.0.1:${port}`;
  const secret = "a secret of the test, 32 bytes long";
  execFileSync(tartip, ["centre", "create", "--centre", centre], { stdio: "ignore" });
  writeFileSync(`${centre}.secret`, `${secret}\n`);
  appendFileSync(
    `${centre}/tartip.toml`,
    `[access]
address = "${home}"
[oidc]
issuer = "http://${issuerHost}:${issuerPort}"
client_id = "tartip"
client_secret_file = "${centre}.secret"
[[oidc.grant]]
value = "statistics"
roles = ["analyst"]
everything = true
`,
  );
  return { home, back: `${home}/api/v1/oidc/return`, issuerPort, secret };
}

export async function serve(tartip: string, centre: string, home: string): Promise<ChildProcess> {
  const server = spawn(tartip, ["serve", "--port", new URL(home).port, "--centre", centre, "--quiet"], { stdio: "ignore" });
  for (let count = 0; count < 1200; ++count) {
    const up = await fetch(`${home}/healthz`).then((answer) => answer.ok, () => false);
    if (up) return server;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the centre does not answer");
}
