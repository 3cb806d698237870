// Signing in: by password, or at the body's own identity provider.
import { useState } from "preact/hooks";
import { Refusal } from "../api/ask.ts";
import { signIn } from "../api/session.ts";
import { Refused } from "../parts/answered.tsx";
import { Input } from "../parts/field.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { go, usePlace } from "../router.ts";
import { useSite } from "../site.ts";

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
