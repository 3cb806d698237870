// The few numbers a chapter stands on: value, change against last year, its interval, and how sure the change is.
import type { Headline } from "../document.ts";
import { VerdictMark } from "./verdict_mark.tsx";

interface Props {
  headlines: Headline[];
  onExplain?: ((at: number) => void) | undefined; // what a number is
}

export function Headlines({ headlines, onExplain }: Props) {
  if (headlines.length === 0) return null;
  return (
    <dl class={`headlines ${headlines.length % 3 === 0 || headlines.length > 4 ? "by-three" : "by-two"}`}>
      {headlines.map(({ label, value, change, interval, verdict }, at) => (
        <div class={`headline headline-${verdict}`} key={label}>
          <dt>{label}</dt>
          <dd class="headline-value">
            {onExplain ? (
              <button type="button" class="cell" onClick={() => onExplain(at)}>
                {value}
              </button>
            ) : (
              value
            )}
          </dd>
          {(change || verdict !== "none") && (
            <dd class="headline-change">
              <VerdictMark verdict={verdict} />
              <span>{change}</span>
            </dd>
          )}
          {interval && <dd class="headline-interval">{interval}</dd>}
        </div>
      ))}
    </dl>
  );
}
