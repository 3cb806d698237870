// An answer while it is awaited, when it is there, and when it was refused.
import type { ComponentChildren } from "preact";
import type { Refusal } from "../api/ask.ts";
import type { Asked } from "../api/use_answer.ts";
import { usePlace } from "../router.ts";
import { useSite } from "../site.ts";

export function Answered<T>({ of, children }: { of: Asked<T>; children: (answer: T) => ComponentChildren }) {
  const { say } = useSite();
  if (of.refusal) return <Refused refusal={of.refusal} again={of.again} />;
  if (of.answer === null) return of.waiting ? <p class="waiting" role="status">{say("site.waiting")}</p> : null;
  return (
    <div class={of.waiting ? "stale" : undefined} aria-busy={of.waiting}>
      {children(of.answer)}
    </div>
  );
}

// What was refused, where, and what can be done.
export function Refused({ refusal, again }: { refusal: Refusal; again?: () => void }) {
  const { say, session, renew } = useSite();
  const { path } = usePlace();
  const { status, key, detail, title, where, request } = refusal.problem;
  // Who was signed in a moment ago is a visitor now: the session has ended.
  const outside = status === 401 || key === "error.access.sign_in";
  const unreachable = key === "site.unreachable";
  const place = where && [where.file, where.line && say("site.line", { line: String(where.line) }), where.column].filter(Boolean).join(", ");
  return (
    <div class="caution" role="alert">
      <strong class="caution-word">{unreachable ? say("site.unreachable.title") : detail || title || say("site.failed")}</strong>
      {unreachable && <p>{say("site.unreachable")}</p>}
      {place && <p>{place}</p>}
      {outside && !again && !session.visitor.anonymous && (
        // What was entered on the page stays: the way in opens beside it.
        <p>
          {say("site.session_over")}{" "}
          <a href="/sign-in" target="_blank">
            {say("site.sign_in")}
          </a>
        </p>
      )}
      {outside && again && (
        <p>
          <a href={`/sign-in?to=${encodeURIComponent(path + location.search)}`} onClick={() => void renew()}>
            {say("site.sign_in")}
          </a>
        </p>
      )}
      {again && (unreachable || status >= 500 || status === 429) && (
        <p>
          <button type="button" onClick={again}>
            {say("site.again")}
          </button>
        </p>
      )}
      {request && status >= 500 && <p class="small">{say("site.request", { id: request })}</p>}
    </div>
  );
}
