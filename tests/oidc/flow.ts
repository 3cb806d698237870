// The whole way of a person: from the centre to the issuer and back, and the ways of those who should not get in.
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

import { type Algorithm, startIssuer } from "./provider.ts";

const [tartip = "", folder = ""] = process.argv.slice(2);
const k_secret = "a secret of the test, 32 bytes long";

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

// A browser as far as it matters here: cookies by server, redirects one by one, the issuer's forms.
class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  async step(url: string, form?: Record<string, string>): Promise<Response> {
    const { origin } = new URL(url);
    const jar = this.jars.get(origin) ?? new Map<string, string>();
    this.jars.set(origin, jar);
    const headers: Record<string, string> = { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") };
    const answer = await fetch(url, { redirect: "manual", headers, ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }) });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const equals = pair.indexOf("=");
      const value = pair.slice(equals + 1);
      if (value === "" || /max-age=0/i.test(line) || /expires=thu, 01 jan 1970/i.test(line)) jar.delete(pair.slice(0, equals));
      else jar.set(pair.slice(0, equals), value);
    }
    return answer;
  }
  cookie(url: string, name: string): string | undefined {
    return this.jars.get(new URL(url).origin)?.get(name);
  }

  // Signs in at the issuer; the address that it sends the browser back to.
  async throughIssuer(start: string, name: string, back: string): Promise<string> {
    let url = start;
    for (let count = 0; count < 20; ++count) {
      let answer = await this.step(url);
      if (answer.status === 200) {
        const page = await answer.text();
        const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? "";
        const action = /action="([^"]+)"/.exec(page)?.[1] ?? "";
        answer = await this.step(new URL(action, url).href, { prompt, login: name, password: "any" });
      }
      assert.ok([302, 303].includes(answer.status), `the issuer answered ${answer.status} at ${url}`);
      url = new URL(answer.headers.get("location") ?? "", url).href;
      if (url.startsWith(back)) return url;
    }
    throw new Error("the issuer goes round in circles");
  }
}

async function served(centre: string, port: number): Promise<ChildProcess> {
  const server = spawn(tartip, ["serve", "--port", String(port), "--centre", centre, "--quiet"], { stdio: "ignore" });
  for (let count = 0; count < 200; ++count) {
    const up = await fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.ok, () => false);
    if (up) return server;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the centre does not answer");
}

async function try_with(algorithm: Algorithm): Promise<void> {
  const centre = join(folder, algorithm);
  const [port, issuerPort] = [await freePort(), await freePort()];
  const home = `http://127.0.0.1:${port}`;
  const back = `${home}/api/v1/oidc/return`;
  execFileSync(tartip, ["centre", "create", "--centre", centre], { stdio: "ignore" });
  writeFileSync(join(folder, "secret"), `${k_secret}\n`);
  appendFileSync(
    join(centre, "tartip.toml"),
    `[access]
address = "${home}"
[oidc]
issuer = "http://127.0.0.1:${issuerPort}"
client_id = "tartip"
client_secret_file = "${join(folder, "secret")}"
[[oidc.grant]]
value = "statistics"
roles = ["analyst"]
everything = true
`,
  );
  const issuer = await startIssuer(issuerPort, back, algorithm, k_secret, { aigul: ["others", "statistics"] });
  const server = await served(centre, port);
  try {
    const aigul = new Browser();
    const session = async (browser: Browser) => (await browser.step(`${home}/api/v1/session`)).json() as Promise<{ visitor: { name: string; roles: string[]; anonymous: boolean }; sign_in: string[] }>;
    assert.deepEqual((await session(aigul)).sign_in, ["password", "oidc"]);

    const begun = await aigul.step(`${home}/api/v1/oidc/start?to=/map`);
    assert.equal(begun.status, 303);
    assert.match(begun.headers.getSetCookie()[0] ?? "", /HttpOnly; SameSite=Lax/);
    const away = new URL(begun.headers.get("location") ?? "");
    assert.equal(away.searchParams.get("code_challenge_method"), "S256");
    assert.equal(away.searchParams.get("redirect_uri"), back);
    for (const name of ["state", "nonce", "code_challenge"]) assert.equal(away.searchParams.get(name)?.length, 43, name);

    const returned = await aigul.throughIssuer(away.href, "aigul", back);
    // Somebody else who got hold of the address does not get in with it.
    const thief = new Browser();
    assert.equal((await thief.step(returned)).status, 403);
    assert.equal((await session(thief)).visitor.anonymous, true);
    // And has spoilt it: it is good once.
    assert.equal((await aigul.step(returned)).status, 403);

    const second = await aigul.step(`${home}/api/v1/oidc/start?to=/map`);
    const address = await aigul.throughIssuer(second.headers.get("location") ?? "", "aigul", back);
    const entered = await aigul.step(address);
    assert.equal(entered.status, 303);
    assert.equal(entered.headers.get("location"), "/map");
    assert.equal(aigul.cookie(home, "tartip")?.length, 43);
    assert.equal(aigul.cookie(home, "tartip-oidc"), undefined);
    const mine = await session(aigul);
    assert.equal(mine.visitor.name, "aigul");
    assert.deepEqual(mine.visitor.roles, ["analyst"]);
    assert.equal((await aigul.step(address)).status, 403);

    // Whom the issuer knows and gives no group has no business here.
    const dana = new Browser();
    const third = await dana.step(`${home}/api/v1/oidc/start?to=//evil.example`);
    const refused = await dana.step(await dana.throughIssuer(third.headers.get("location") ?? "", "dana", back));
    assert.equal(refused.status, 403);
    assert.match(refused.headers.get("content-type") ?? "", /text\/html/);
    assert.equal(dana.cookie(home, "tartip"), undefined);

    // A code of somebody's own choice, a state that was never given, a person who said no.
    const fourth = new URL((await dana.step(`${home}/api/v1/oidc/start`)).headers.get("location") ?? "");
    const state = fourth.searchParams.get("state") ?? "";
    assert.equal((await dana.step(`${back}?code=made-up&state=${state.slice(1)}x`)).status, 403);
    assert.ok((await dana.step(`${back}?code=made-up&state=${state}`)).status >= 400);
    assert.equal((await dana.step(`${back}?error=access_denied&error_description=%3Cscript%3E`)).status, 403);

    // The page to come back to is one of the centre's.
    const fifth = await aigul.step(`${home}/api/v1/oidc/start?to=//evil.example/`);
    const safe = await aigul.step(await aigul.throughIssuer(fifth.headers.get("location") ?? "", "aigul", back));
    assert.equal(safe.headers.get("location"), "/");
  } finally {
    server.kill("SIGTERM");
    await new Promise((resolve) => server.once("exit", resolve));
    issuer.server.close();
    issuer.server.closeAllConnections();
  }
  const log = execFileSync(tartip, ["audit", "list", "--centre", centre, "--format", "csv"], { encoding: "utf8" });
  assert.match(log, /sign_in,aigul/);
  assert.match(log, /sign_in_failed,unknown/);
  assert.match(log, new RegExp(`subject=http://127.0.0.1:${issuerPort} aigul`));
  console.log(`${algorithm}: in by the issuer, out for everybody else`);
}

await try_with("RS256");
await try_with("ES256");
