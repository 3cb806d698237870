// The description of a new register while it is made: what a person says is asked of the program, and stands in the address.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer } from "../api/answer.ts";
import { type Refusal, tell } from "../api/ask.ts";
import { useAsked } from "../api/use_answer.ts";
import { go, usePlace, withParameters } from "../router.ts";
import { useSite } from "../site.ts";
import { type Choices, choicesIn, inAddress, parametersOf } from "./describing.ts";

const k_pause = 300; // ms: while somebody types nothing is asked

export interface Describing {
  choices: Choices;
  change: (next: Choices) => void;
  answer: Answer | null; // the last good one: a refusal does not take away what is on the page
  refusal: Refusal | null;
  waiting: boolean;
  again: () => void;
}

export function useDescription(given: string): Describing {
  const { language } = useSite();
  const { parameters } = usePlace();
  const [choices, setChoices] = useState(() => choicesIn(parameters));
  const [said, setSaid] = useState(choices);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) return void (first.current = false);
    const pause = setTimeout(() => {
      setSaid(choices);
      go(withParameters(new URLSearchParams(location.search), inAddress(choices)), { replace: true });
    }, k_pause);
    return () => clearTimeout(pause);
  }, [choices]);
  const parametersSaid = { file: given, explain: true, alternatives: true, ...parametersOf(said), lang: language };
  const asked = useAsked(JSON.stringify(parametersSaid), async () => (await tell("register describe", parametersSaid)) as Answer);
  const last = useRef<Answer | null>(null);
  if (asked.answer) last.current = asked.answer;
  return { choices, change: setChoices, answer: last.current, refusal: asked.refusal, waiting: asked.waiting || said !== choices, again: asked.again };
}
