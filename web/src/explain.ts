// Where a figure of a briefing stands, for whoever can say more about it than the briefing does: the centre's site. In a
// briefing on its own nothing can be asked, and numbers are plain text.
import { createContext } from "preact";
import { useContext } from "preact/hooks";

export interface AskedFigure {
  chapter: string; // its id
  section: string; // its id; empty: a headline
  row: number;
  column: number; // of a headline 0
}
export const ExplainContext = createContext<((figure: AskedFigure) => void) | null>(null);
export const useExplain = () => useContext(ExplainContext);
