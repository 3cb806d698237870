// An answer as a part needs it: waiting, there, or refused. While a new question is under way the last answer stays.
import { useEffect, useRef, useState } from "preact/hooks";
import { useSite } from "../site.ts";
import type { Answer } from "./answer.ts";
import { ask, type Parameters, Refusal } from "./ask.ts";

export interface Asked<T> {
  answer: T | null;
  refusal: Refusal | null;
  waiting: boolean;
  again: () => void;
}

// Asks when `question` changes; null asks nothing.
export function useAsked<T>(question: string | null, put: (signal: AbortSignal) => Promise<T>): Asked<T> {
  const [state, setState] = useState<Omit<Asked<T>, "again">>({ answer: null, refusal: null, waiting: question !== null });
  const [turn, setTurn] = useState(0);
  const latest = useRef(put);
  latest.current = put;
  useEffect(() => {
    if (question === null) return setState({ answer: null, refusal: null, waiting: false });
    const stop = new AbortController();
    setState((before) => ({ ...before, waiting: true }));
    latest.current(stop.signal).then(
      (answer) => stop.signal.aborted || setState({ answer, refusal: null, waiting: false }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        if (!(error instanceof Refusal)) throw error;
        setState({ answer: null, refusal: error, waiting: false });
      },
    );
    return () => stop.abort();
  }, [question, turn]);
  return { ...state, again: () => setTurn((before) => before + 1) };
}

// The answer of an operation in the reader's language; null instead of the parameters asks nothing.
export function useAnswer(operation: string, parameters: Parameters | null): Asked<Answer> {
  const { language } = useSite();
  const question = parameters && JSON.stringify([operation, parameters, language]);
  return useAsked(question, (signal) => ask(operation, { ...parameters, lang: language }, signal));
}
