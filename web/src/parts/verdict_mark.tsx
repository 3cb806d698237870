// How sure a statement is, by shape first: solid triangles for a change or a place that noise does not explain, a
// hollow ring for "no clear change", hatching for "too few to say". The word goes with it for who does not see it.
import type { Verdict } from "../document.ts";
import { palette } from "../figures/palette.ts";
import { useReader } from "../reader.ts";

interface Drawn {
  path: string;
  fill: string;
  stroke: string;
}
const triangleUp = "M8 2 15 14H1Z";
const triangleDown = "M8 14 1 2H15Z";
const drawn: Partial<Record<Verdict, Drawn>> = {
  rise: { path: triangleUp, fill: palette.ink, stroke: palette.ink },
  fall: { path: triangleDown, fill: palette.ink, stroke: palette.ink },
  high: { path: triangleUp, fill: palette.alert, stroke: palette.alert },
  low: { path: triangleDown, fill: palette.accent, stroke: palette.accent },
  unclear: { path: "M1 5.5H15M1 10.5H15", fill: "none", stroke: palette.muted },
  usual: { path: "M8 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7Z", fill: "none", stroke: palette.muted },
  few: { path: "M2 2H14V14H2ZM2 8 8 2M2 14 14 2M8 14 14 8", fill: "none", stroke: palette.muted },
};

interface Props {
  verdict: Verdict;
  worded?: boolean; // the word is shown beside the mark
  silent?: boolean; // the word stands beside it already
}

export function VerdictMark({ verdict, worded = false, silent = false }: Props) {
  const { say } = useReader();
  const mark = drawn[verdict];
  if (!mark || verdict === "none") return null;
  const word = say(`page.verdict.${verdict}`);
  return (
    <span class={`verdict verdict-${verdict}`} title={worded || silent ? undefined : word}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d={mark.path} fill={mark.fill} stroke={mark.stroke} stroke-width="1.5" stroke-linejoin="round" />
      </svg>
      {!silent && <span class={worded ? "verdict-word" : "unseen"}>{word}</span>}
    </span>
  );
}
