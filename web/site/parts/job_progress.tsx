// A long operation while the server carries it out: how far, and a way to stop it.
import { useEffect, useState } from "preact/hooks";
import { Refusal } from "../api/ask.ts";
import { cancel, ended, type Job, watch } from "../api/jobs.ts";
import { useSite } from "../site.ts";
import { Refused } from "./answered.tsx";
import { Notice } from "./notice.tsx";

interface Props {
  id: string;
  what: string; // "Importing incidents.csv"
  onEnd: (job: Job) => void;
}

export function JobProgress({ id, what, onEnd }: Props) {
  const { say, language } = useSite();
  const [job, setJob] = useState<Job | null>(null);
  useEffect(
    () =>
      watch(id, language, (now) => {
        setJob(now);
        if (ended(now.state)) onEnd(now);
      }),
    [id],
  );
  if (job && ended(job.state)) return null;
  const share = job && job.total > 0 ? Math.min(1, job.done / job.total) : undefined;
  return (
    <div class="job" role="status">
      <p>
        <strong>{what}</strong> {job?.state === "waiting" ? say("site.job.waiting") : (job?.what ?? "")}
      </p>
      <progress aria-label={what} {...(share === undefined ? {} : { value: share })} max={1} />
      <div class="tools">
        <button type="button" onClick={() => void cancel(id).catch(() => undefined)}>
          {say("site.job.cancel")}
        </button>
      </div>
    </div>
  );
}

// How a job came out that did not end well.
export function JobFailure({ job }: { job: Job }) {
  const { say } = useSite();
  if (job.state === "cancelled") return <Notice title={say("site.job.cancelled")} live />;
  return <Refused refusal={new Refusal({ status: 0, key: "", title: "", detail: say("site.failed"), ...job.problem })} />;
}
