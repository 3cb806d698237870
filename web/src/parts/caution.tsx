// What a reader must know before using the numbers.
import { useReader } from "../reader.ts";

export function Caution({ text }: { text: string }) {
  const { say } = useReader();
  if (!text) return null;
  return (
    <div class="caution">
      <strong class="caution-word">{say("page.caution")}</strong>
      <p>{text}</p>
    </div>
  );
}
