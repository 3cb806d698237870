// A place to drop files, which is also a button that opens the browser's own choice of files.
import { useId, useState } from "preact/hooks";

interface Props {
  label: string; // what to do
  hint: string; // which files, and what will happen
  multiple?: boolean;
  accept?: string;
  busy?: boolean;
  onFiles: (files: File[]) => void;
}

export function DropZone({ label, hint, multiple = false, accept, busy = false, onFiles }: Props) {
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    if (files.length > 0 && !busy) onFiles(multiple ? files : files.slice(0, 1));
  };
  return (
    <div
      class={`drop ${over ? "drop-over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <input
        id={id}
        class="drop-input"
        type="file"
        multiple={multiple}
        accept={accept}
        disabled={busy}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
      <label class="drop-label" for={id}>
        {label}
      </label>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}
