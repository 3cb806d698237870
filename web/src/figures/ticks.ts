// Round numbers 1, 2, 5 × 10ⁿ between two positive ends, for a logarithmic axis; thinned to whole decades when many.
export function logTicks(from: number, to: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); ++power) {
    for (const lead of [1, 2, 5]) {
      const tick = lead * 10 ** power;
      if (tick >= from && tick <= to) ticks.push(tick);
    }
  }
  const decades = ticks.filter((tick) => Number.isInteger(Math.round(Math.log10(tick) * 1e9) / 1e9));
  return ticks.length > 9 && decades.length >= 2 ? decades : ticks;
}

// The smallest of 1, 2, 5 × 10ⁿ that is at least the wanted step.
export function roundStep(wanted: number): number {
  if (!(wanted > 0)) return 1;
  const unit = 10 ** Math.floor(Math.log10(wanted));
  return unit * ([1, 2, 5, 10].find((lead) => lead * unit >= wanted * (1 - 1e-9)) ?? 10);
}
