// What the program says about an answer: a sentence each.
import type { Said as Sentence } from "../api/answer.ts";

export function Said({ of }: { of: Sentence[] }) {
  return (
    <>
      {of.map(({ key, text }) => (
        <p key={key + text} class="small">
          {text}
        </p>
      ))}
    </>
  );
}
