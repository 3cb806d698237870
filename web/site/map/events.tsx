// Events on top of the map: counted in squares for whoever may see the register's figures, one by one for those who may see
// records and say on what ground.
import { queryOf } from "../api/ask.ts";
import { Check } from "../parts/field.tsx";
import { AskGround, type LegalGround, NamedGround } from "../parts/legal_ground.tsx";
import { useSite } from "../site.ts";
import type { TileLayer } from "./live_map.tsx";

export type EventKind = TileLayer["kind"];
const k_words: Record<string, EventKind> = { squares: "cells", single: "events" }; // in the address
export const k_records = "register export"; // whoever may take records away may see them here

export const kindsOf = (words: string[]): EventKind[] => Object.entries(k_words).flatMap(([word, kind]) => (words.includes(word) ? [kind] : []));
export const wordsOf = (kinds: EventKind[]): string[] => Object.entries(k_words).flatMap(([word, kind]) => (kinds.includes(kind) ? [word] : []));

// Period and class as the map shows them. Single events wait for their ground.
export function tilesOf(register: string, filter: Record<string, string>, kinds: EventKind[], ground: string): TileLayer[] {
  const query = queryOf(filter).toString();
  return kinds
    .filter((kind) => kind === "cells" || ground)
    .map((kind) => ({ kind, address: `/ogc/collections/${kind}.${register}/tiles/WebMercatorQuad/{z}/{y}/{x}${query && `?${query}`}`, ground: kind === "events" ? ground : "" }));
}

interface Props {
  kinds: EventKind[];
  legal: LegalGround;
  onChange: (kinds: EventKind[]) => void;
}

export function EventsOnMap({ kinds, legal, onChange }: Props) {
  const { say, offered } = useSite();
  const single = kinds.includes("events");
  const put = (kind: EventKind, on: boolean) => onChange([...kinds.filter((one) => one !== kind), ...(on ? [kind] : [])]);
  return (
    <div class="events-on-map">
      <Check label={say("site.map.events.squares")} checked={kinds.includes("cells")} onCheck={(on) => put("cells", on)} />
      {offered(k_records) && <Check label={say("site.map.events.single")} checked={single} onCheck={(on) => put("events", on)} />}
      {single && !legal.ground && <AskGround of={legal} action={say("site.map.events.show")} />}
      {single && legal.ground && (
        <>
          <NamedGround of={legal} />
          <p class="small">{say("site.map.events.near")}</p>
        </>
      )}
    </div>
  );
}
