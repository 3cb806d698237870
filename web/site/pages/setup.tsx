// The first start: whoever holds the one-time token, which the server printed, becomes the administrator.
import { useState } from "preact/hooks";
import { Refusal } from "../api/ask.ts";
import { setUp, signIn } from "../api/session.ts";
import { Refused } from "../parts/answered.tsx";
import { Input } from "../parts/field.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { go } from "../router.ts";
import { useSite } from "../site.ts";

export const k_least_password = 12;

export default function SetUp() {
  const { say, language, session, renew } = useSite();
  // The token comes in the fragment, which a browser sends nowhere.
  const [token, setToken] = useState(() => new URLSearchParams(location.hash.slice(1)).get("token") ?? "");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const short = password.length < k_least_password;
  const differs = password !== again;

  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (short || differs) {
      const form = event.currentTarget as HTMLFormElement;
      requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    try {
      await setUp(token.trim(), name, password, language);
      await signIn(name, password, language);
      await renew();
      go("/administration", { replace: true });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    }
  };

  if (!session.setup) {
    return (
      <div class="width page">
        <PageHead title={say("site.setup")} lead={say("site.setup.done")} />
        <a class="button" href="/sign-in">
          {say("site.sign_in")}
        </a>
      </div>
    );
  }
  return (
    <div class="width page">
      <PageHead title={say("site.setup")} lead={say("site.setup.lead")} />
      {refusal && <Refused refusal={refusal} />}
      <form class="form" onSubmit={(event) => void send(event)} noValidate>
        <Input label={say("site.setup.token")} hint={say("site.setup.token.hint")} value={token} onInput={setToken} autocomplete="off" required />
        <Input label={say("site.user_name")} value={name} onInput={setName} autocomplete="username" required />
        <Input
          label={say("site.password")}
          hint={say("site.password.hint", { least: String(k_least_password) })}
          error={tried && short ? say("site.password.short", { least: String(k_least_password) }) : undefined}
          type="password"
          value={password}
          onInput={setPassword}
          autocomplete="new-password"
          required
        />
        <Input
          label={say("site.password.again")}
          error={tried && differs ? say("site.password.differs") : undefined}
          type="password"
          value={again}
          onInput={setAgain}
          autocomplete="new-password"
          required
        />
        <button type="submit" class="main">
          {say("site.setup.make")}
        </button>
      </form>
    </div>
  );
}
