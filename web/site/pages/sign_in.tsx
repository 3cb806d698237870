// Signing in: by password, or at the body's own identity provider. Who has signed in sees what is open to them.
import { useState } from "preact/hooks";
import { Refusal } from "../api/ask.ts";
import { signIn, signOut } from "../api/session.ts";
import { Refused } from "../parts/answered.tsx";
import { Input } from "../parts/field.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { go, usePlace } from "../router.ts";
import { useSite } from "../site.ts";
import type { SiteKey } from "../words.ts";
import "../styles/statistics.css";

// Why a sign-in at the other body came to nothing; the server sends the reader back here with one of these.
const k_problems = ["refused", "state", "unreachable", "answer", "token", "not_admitted", "closed"];

// Only an address of this site: a link from elsewhere must not lead a signed-in reader away.
export const placeAfter = (to: string | null): string => (to && /^\/(?![/\\])/.test(to) ? to : "/");

export default function SignIn() {
  const { say, language, session, renew } = useSite();
  const { parameters } = usePlace();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const to = placeAfter(parameters.get("to"));
  const problem = k_problems.find((one) => one === parameters.get("problem"));
  if (!session.visitor.anonymous && session.visitor.name) return <Rights />;

  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await signIn(name, password, language);
      await renew();
      go(to, { replace: true });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
      setPassword("");
    } finally {
      setBusy(false);
    }
  };

  return (
    <div class="width page">
      <PageHead title={say("site.sign_in")} lead={say("site.sign_in.lead")} />
      {refusal && <Refused refusal={refusal} />}
      {problem && !refusal && (
        <div class="caution" role="alert">
          <strong class="caution-word">{say(`site.sign_in.problem.${problem}` as SiteKey)}</strong>
        </div>
      )}
      {session.sign_in.includes("oidc") && (
        <p>
          <a class="button main" href={`/api/v1/oidc/start?to=${encodeURIComponent(to)}`} target="_self">
            {say("site.sign_in.oidc")}
          </a>
        </p>
      )}
      {session.sign_in.includes("password") && (
        <form class="form" onSubmit={(event) => void send(event)}>
          <Input label={say("site.user_name")} name="username" value={name} onInput={setName} autocomplete="username" required />
          <Input label={say("site.password")} name="password" type="password" value={password} onInput={setPassword} autocomplete="current-password" required />
          <button type="submit" class="main" disabled={busy}>
            {say("site.sign_in")}
          </button>
        </form>
      )}
    </div>
  );
}

// Who one is here, and what follows from it.
function Rights() {
  const { say, session, renew } = useSite();
  const { name, roles, scope } = session.visitor;
  const leave = async () => {
    await signOut();
    await renew();
    go("/");
  };
  const reach = [
    ...(scope.everything ? [say("site.administration.everything")] : []),
    ...(scope.territories.length > 0 ? [`${say("site.administration.territories")}: ${scope.territories.join(", ")}`] : []),
    ...(scope.registers.length > 0 ? [`${say("site.page.registers")}: ${scope.registers.join(", ")}`] : []),
  ];
  return (
    <div class="width page">
      <PageHead title={say("site.sign_in.you", { name })} lead={say("site.sign_in.you.lead")} />
      <dl class="facts rights">
        <div>
          <dt>{say("site.administration.roles")}</dt>
          <dd>{roles.length > 0 ? roles.map((role) => <p key={role}>{say(`site.administration.role.${role}`)}</p>) : say("site.sign_in.no_role")}</dd>
        </div>
        <div>
          <dt>{say("site.administration.scope")}</dt>
          <dd>{reach.length > 0 ? reach.map((line) => <p key={line}>{line}</p>) : say("site.sign_in.no_scope")}</dd>
        </div>
      </dl>
      <p class="tools">
        <a class="button" href="/">
          {say("site.sign_in.on")}
        </a>
        <button type="button" onClick={() => void leave()}>
          {say("site.sign_out")}
        </button>
      </p>
    </div>
  );
}
