// The few numbers a chapter stands on: value, change against last year, its interval, and how sure the change is.
import type { Headline } from "../document.ts";
import { VerdictMark } from "./verdict_mark.tsx";

export function Headlines({ headlines }: { headlines: Headline[] }) {
  if (headlines.length === 0) return null;
  return (
    <dl class={`headlines ${headlines.length % 3 === 0 || headlines.length > 4 ? "by-three" : "by-two"}`}>
      {headlines.map(({ label, value, change, interval, verdict }) => (
        <div class={`headline headline-${verdict}`} key={label}>
          <dt>{label}</dt>
          <dd class="headline-value">{value}</dd>
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
