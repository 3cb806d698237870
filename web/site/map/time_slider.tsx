// A slider over periods; what it stands on is said in words, and two buttons go one period back or on.
interface Props {
  periods: string[];
  at: string;
  label: string;
  write: (period: string) => string;
  onMove: (period: string) => void;
}

export function TimeSlider({ periods, at, label, write, onMove }: Props) {
  if (periods.length < 2) return null;
  const place = Math.max(0, periods.indexOf(at));
  const move = (to: number) => {
    const period = periods[to];
    if (period !== undefined && period !== at) onMove(period);
  };
  return (
    <div class="time">
      <div class="time-label">
        <label for="time-slider">{label}</label>
        <output for="time-slider">{write(at)}</output>
      </div>
      <button type="button" disabled={place === 0} onClick={() => move(place - 1)} aria-label={`${label}: ${write(periods[place - 1] ?? at)}`}>
        ←
      </button>
      <input id="time-slider" type="range" min={0} max={periods.length - 1} step={1} value={place} aria-valuetext={write(at)} onInput={(event) => move(Number(event.currentTarget.value))} />
      <button type="button" disabled={place === periods.length - 1} onClick={() => move(place + 1)} aria-label={`${label}: ${write(periods[place + 1] ?? at)}`}>
        →
      </button>
      <div class="time-ends" aria-hidden="true">
        <span>{write(periods[0] ?? "")}</span>
        <span>{write(periods.at(-1) ?? "")}</span>
      </div>
    </div>
  );
}
