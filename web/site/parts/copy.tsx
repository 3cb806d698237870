// A text to take away, and the button that takes it.
import { useRef, useState } from "preact/hooks";
import { useSite } from "../site.ts";
import "../styles/aside.css";

export function Copy({ text, label, code = false }: { text: string; label: string; code?: boolean }) {
  const { say } = useSite();
  const [done, setDone] = useState(false);
  const shown = useRef<HTMLElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
    } catch {
      // Without a secure address the browser gives no clipboard: the text is marked, and the reader copies it.
      const range = document.createRange();
      if (shown.current) range.selectNodeContents(shown.current);
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
    }
  };
  const Text = code ? "code" : "p";
  return (
    <div class="copy">
      <Text ref={shown as never}>{text}</Text>
      <button type="button" aria-label={`${say("site.copy")}: ${label}`} onClick={() => void copy()}>
        {say(done ? "site.copied" : "site.copy")}
      </button>
    </div>
  );
}
