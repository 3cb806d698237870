// Single events on the map, for those who may see them: on what legal ground is asked first, and every look is written
// down by the server.
import { useState } from "preact/hooks";
import { Input } from "../parts/field.tsx";
import { useSite } from "../site.ts";

export interface EventTiles {
  tiles: string; // an address with {z}, {y}, {x}
  layer: string;
  headers: Record<string, string>;
}

export const k_events_operation = "register events";

export function EventsOnMap({ register, shown, onShow }: { register: string; shown: EventTiles | null; onShow: (tiles: EventTiles | null) => void }) {
  const { say, offered } = useSite();
  const [open, setOpen] = useState(false);
  const [ground, setGround] = useState("");
  if (!offered(k_events_operation)) return null;
  const show = (event: SubmitEvent) => {
    event.preventDefault();
    setOpen(false);
    onShow({
      tiles: `/ogc/collections/${encodeURIComponent(register)}/tiles/WebMercatorQuad/{z}/{y}/{x}`,
      layer: register,
      headers: { "Tartip-Legal-Ground": encodeURIComponent(ground.trim()) },
    });
  };
  return (
    <div class="events-on-map">
      <div class="tools">
        {shown ? (
          <button type="button" onClick={() => onShow(null)}>
            {say("site.map.events.hide")}
          </button>
        ) : (
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {say("site.map.events.show")}
          </button>
        )}
      </div>
      {open && (
        <form class="form" onSubmit={show}>
          <Input label={say("site.map.events.ground")} hint={say("site.map.events.ground.hint")} value={ground} onInput={setGround} required />
          <button type="submit" class="main" disabled={!ground.trim()}>
            {say("site.map.events.show")}
          </button>
        </form>
      )}
    </div>
  );
}
