// The stretches of a series without a gap: [first, last] positions where every given list has a value.
export function segments(...lists: (number | null)[][]): [number, number][] {
  const length = Math.max(0, ...lists.map((list) => list.length));
  const found: [number, number][] = [];
  for (let at = 0; at < length; ++at) {
    if (!lists.every((list) => typeof list[at] === "number")) continue;
    const last = found.at(-1);
    if (last && last[1] === at - 1) last[1] = at;
    else found.push([at, at]);
  }
  return found;
}
