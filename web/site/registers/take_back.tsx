// Taking an import back: what will happen is said before, and can be done by whoever may import.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer } from "../api/answer.ts";
import { tell } from "../api/ask.ts";
import { useAsked } from "../api/use_answer.ts";
import { Answered, Refused } from "../parts/answered.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Input } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { useTelling } from "../parts/use_telling.ts";
import { useSite } from "../site.ts";

interface Props {
  register: string;
  number: number; // of the import
  onClose: () => void;
  onDone: (sentences: string[]) => void;
}

const sentencesOf = (answer: Answer) => answer.said.filter(({ key }) => key !== "said.dry_run").map(({ text }) => text);

export function TakeBack({ register, number, onClose, onDone }: Props) {
  const { say, language } = useSite();
  const [reason, setReason] = useState("");
  const telling = useTelling();
  // A trial that changes nothing tells the effect, or what stands in the way.
  const trial = useAsked(JSON.stringify([register, number, language]), async () => (await tell("register withdraw", { register, import: number, "dry-run": true, lang: language })) as Answer);
  const take = (event: SubmitEvent) => {
    event.preventDefault();
    telling.tell("register withdraw", { register, import: number, ...(reason.trim() ? { reason: reason.trim() } : {}) }, (answer) => onDone(sentencesOf(answer as Answer)));
  };
  return (
    <Dialog title={say("site.withdraw.label", { number: String(number) })} onClose={onClose}>
      <Answered of={trial}>
        {(answer) => (
          <form class="take-back" onSubmit={take}>
            <h3>{say("site.withdraw.effect")}</h3>
            <ul>
              {sentencesOf(answer).map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
            <p>{say("site.withdraw.what")}</p>
            <Input label={say("site.withdraw.reason")} hint={say("site.withdraw.reason.hint")} value={reason} onInput={setReason} autocomplete="off" />
            {telling.refusal && <Refused refusal={telling.refusal} />}
            <div class="tools">
              <button type="submit" class="main" disabled={telling.busy}>
                {say("site.withdraw.action")}
              </button>
            </div>
          </form>
        )}
      </Answered>
    </Dialog>
  );
}

// What was done. The button that asked for it is gone, so the focus comes here.
export function TakenBack({ sentences }: { sentences: string[] }) {
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => here.current?.focus(), [sentences]);
  return (
    <div ref={here} tabIndex={-1} class="taken-back">
      <Notice title={sentences.at(-1) ?? ""} live>
        {sentences.slice(0, -1).map((text) => (
          <p key={text}>{text}</p>
        ))}
      </Notice>
    </div>
  );
}
