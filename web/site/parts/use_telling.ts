// One thing told to the server at a time: busy while it is under way, refused when it was, and a job where it is long.
import { useState } from "preact/hooks";
import type { Answer } from "../api/answer.ts";
import { type Parameters, Refusal, tell } from "../api/ask.ts";
import { useSite } from "../site.ts";

export interface Telling {
  busy: boolean;
  refusal: Refusal | null;
  run: (put: () => Promise<void>) => Promise<void>;
  tell: (operation: string, parameters: Parameters, done: (answer: Answer | { job: string }) => void, ground?: string) => void;
  clear: () => void;
}

export function useTelling(): Telling {
  const { language } = useSite();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const run = async (put: () => Promise<void>) => {
    setBusy(true);
    setRefusal(null);
    try {
      await put();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    } finally {
      setBusy(false);
    }
  };
  return {
    busy, refusal, run,
    tell: (operation, parameters, done, ground) => void run(async () => done(await tell(operation, { ...parameters, lang: language }, ground))),
    clear: () => setRefusal(null),
  };
}

export const isJob = (answer: Answer | { job: string }): answer is { job: string } => "job" in answer;
