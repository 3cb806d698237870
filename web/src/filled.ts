// A message with its arguments: a name in braces is replaced. (Plurals are the program's work, not the page's.)
export function filled(text: string, named: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => named[name] ?? "");
}
