// Events on top of the map: counted in squares for whoever may see the register's figures, one by one for those who may see
// records and say on what ground.
import { useState } from "preact/hooks";
import { Check } from "../parts/field.tsx";
import { AskGround, NamedGround, useLegalGround } from "../parts/legal_ground.tsx";
import { queryOf } from "../api/ask.ts";
import { useSite } from "../site.ts";
import type { TileLayer } from "./live_map.tsx";

interface Props {
  register: string;
  filter: Record<string, string>; // period and class, as the map shows them
  onChange: (layers: TileLayer[]) => void;
}

const k_records = "register export"; // whoever may take records away may see them here

export function EventsOnMap({ register, filter, onChange }: Props) {
  const { say, offered } = useSite();
  const legal = useLegalGround();
  const [shown, setShown] = useState<TileLayer["kind"][]>([]);
  const [asking, setAsking] = useState(false);
  const layer = (kind: TileLayer["kind"], ground: string): TileLayer => {
    const query = queryOf(filter).toString();
    return { kind, address: `/ogc/collections/${kind}.${register}/tiles/WebMercatorQuad/{z}/{y}/{x}${query && `?${query}`}`, ground };
  };
  const show = (kinds: TileLayer["kind"][], ground = legal.ground) => {
    setShown(kinds);
    onChange(kinds.map((kind) => layer(kind, ground)));
  };
  const with_ = (kind: TileLayer["kind"], on: boolean) => [...shown.filter((one) => one !== kind), ...(on ? [kind] : [])];
  return (
    <div class="events-on-map">
      <Check label={say("site.map.events.squares")} checked={shown.includes("cells")} onCheck={(on) => show(with_("cells", on))} />
      {offered(k_records) && (
        <Check
          label={say("site.map.events.single")}
          checked={shown.includes("events") || asking}
          onCheck={(on) => {
            if (on && !legal.ground) return setAsking(true);
            setAsking(false);
            show(with_("events", on));
          }}
        />
      )}
      {asking && (
        <AskGround
          of={{
            ground: legal.ground,
            name: (ground) => {
              legal.name(ground);
              setAsking(false);
              show(with_("events", true), ground);
            },
          }}
          action={say("site.map.events.show")}
        />
      )}
      {shown.includes("events") && (
        <>
          <NamedGround
            of={{
              ground: legal.ground,
              name: (ground) => {
                legal.name(ground);
                show(with_("events", false));
                setAsking(true);
              },
            }}
          />
          <p class="small">{say("site.map.events.near")}</p>
        </>
      )}
    </div>
  );
}
