// On what ground somebody looks at single records: asked once, kept while the window is open, sent with every such question,
// and written down by the server.
import { useState } from "preact/hooks";
import { useSite } from "../site.ts";
import { Input } from "./field.tsx";

const k_kept = "tartip.ground";
const kept = () => sessionStorage.getItem(k_kept) ?? "";

export interface LegalGround {
  ground: string; // empty: not named yet
  name: (ground: string) => void;
}

export function useLegalGround(): LegalGround {
  const [ground, setGround] = useState(kept);
  return {
    ground,
    name: (next) => {
      sessionStorage.setItem(k_kept, next);
      setGround(next);
    },
  };
}

export function AskGround({ of, action }: { of: LegalGround; action: string }) {
  const { say } = useSite();
  const [text, setText] = useState(of.ground);
  return (
    <form
      class="form ground"
      onSubmit={(event) => {
        event.preventDefault();
        of.name(text.trim());
      }}
    >
      <Input label={say("site.ground")} hint={say("site.ground.hint")} value={text} onInput={setText} required />
      <button type="submit" class="main" disabled={!text.trim()}>
        {action}
      </button>
    </form>
  );
}

// The ground that is named, with a way to name another.
export function NamedGround({ of }: { of: LegalGround }) {
  const { say } = useSite();
  return (
    <p class="small">
      {say("site.ground.named", { ground: of.ground })}{" "}
      <button type="button" class="quiet" onClick={() => of.name("")}>
        {say("site.ground.other")}
      </button>
    </p>
  );
}
