// The whole way of a person: from the centre to the issuer and back, and the ways of those who should not get in.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { makeCentre, serve } from "./centre.ts";
import { type Algorithm, startIssuer } from "./provider.ts";

const [tartip = "", folder = ""] = process.argv.slice(2);

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

// Nobody has entered: the browser stands before the sign-in page again, which says why in a word of ours.
async function sentBack(answer: Promise<Response>, problem: string): Promise<void> {
  const { status, headers } = await answer;
  assert.equal(status, 303);
  const to = new URL(headers.get("location") ?? "", "http://centre.example");
  assert.equal(to.host, "centre.example");
  assert.equal(to.pathname, "/sign-in");
  assert.equal(to.searchParams.get("problem"), problem);
  assert.ok(!headers.getSetCookie().some((line) => /^tartip=./.test(line)));
}

async function try_with(algorithm: Algorithm): Promise<void> {
  const centre = join(folder, algorithm);
  const { home, back, issuerPort, secret } = await makeCentre(tartip, centre);
  const issuer = await startIssuer({ port: issuerPort, redirect: back, algorithm, secret, groups: { aigul: ["others", "statistics"] } });
  const server = await serve(tartip, centre, home);
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
    await sentBack(thief.step(returned), "state");
    assert.equal((await session(thief)).visitor.anonymous, true);
    // And has spoilt it: it is good once.
    await sentBack(aigul.step(returned), "state");

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
    await sentBack(aigul.step(address), "state");

    // Whom the issuer knows and gives no group has no business here.
    const dana = new Browser();
    const third = await dana.step(`${home}/api/v1/oidc/start?to=//evil.example`);
    await sentBack(dana.step(await dana.throughIssuer(third.headers.get("location") ?? "", "dana", back)), "not_admitted");
    assert.equal(dana.cookie(home, "tartip"), undefined);

    // A code of somebody's own choice, a state that was never given, a person who said no.
    const fourth = new URL((await dana.step(`${home}/api/v1/oidc/start`)).headers.get("location") ?? "");
    const state = fourth.searchParams.get("state") ?? "";
    await sentBack(dana.step(`${back}?code=made-up&state=${state.slice(1)}x`), "state");
    await sentBack(dana.step(`${back}?code=made-up&state=${state}`), "answer");
    await sentBack(dana.step(`${back}?error=access_denied&error_description=%3Cscript%3E`), "refused");

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
