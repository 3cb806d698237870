// How every number here was made: registers, cuts, filters, versions, seeds. Always printed.
import type { PassportGroup } from "../document.ts";
import { useReader } from "../reader.ts";

export function Passport({ groups }: { groups: PassportGroup[] }) {
  const { say } = useReader();
  if (groups.length === 0) return null;
  return (
    <section class="passport" id="passport" aria-labelledby="passport-heading">
      <h2 id="passport-heading">{say("page.passport")}</h2>
      {groups.map((group) => (
        <div class="passport-group" key={group.title}>
          <h3>{group.title}</h3>
          <dl>
            {group.entries.map((entry, at) => (
              <div key={at}>
                <dt>{entry.label}</dt>
                <dd>{entry.value}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </section>
  );
}
