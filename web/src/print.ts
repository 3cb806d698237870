// The running header and footer of printed pages. They are style, with words of the document in it.
import type { Briefing } from "./document.ts";

export const cssString = (text: string): string => `"${text.replace(/["\\\n\r\f<]/g, (letter) => `\\${letter.charCodeAt(0).toString(16)} `)}"`;

export function nameThePages({ title, subtitle }: Briefing): void {
  const words = "font: 8pt 'Noto Sans', sans-serif; color: #56626d; vertical-align: ";
  const name = cssString(subtitle ? `${title} · ${subtitle}` : title);
  document.styleSheets[0]?.insertRule(
    `@page :first { @top-left { content: none; } }`,
  );
  document.styleSheets[0]?.insertRule(
    `@page { @top-left { content: ${name}; ${words} bottom; padding-bottom: 4mm; }
      @bottom-left { content: "Tartip"; ${words} top; padding-top: 4mm; }
      @bottom-right { content: counter(page) " / " counter(pages); ${words} top; padding-top: 4mm; } }`,
  );
}
