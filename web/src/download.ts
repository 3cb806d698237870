// Saves text under a name, without a request: the browser takes it from memory.
export function download(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser takes the bytes after this returns: let go only when it surely has them.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
