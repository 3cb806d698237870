// A value after it has stood still for so many milliseconds: a question for a word, not for each of its letters.
import { useEffect, useState } from "preact/hooks";

export function useLater<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
