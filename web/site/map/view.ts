// Where the map stands, as it is written in the address: "zoom/latitude/longitude".
export interface View {
  zoom: number;
  center: [longitude: number, latitude: number];
}

const k_deepest = 22;

export const writeView = ({ zoom, center: [longitude, latitude] }: View): string => [zoom.toFixed(2), latitude.toFixed(4), longitude.toFixed(4)].join("/");

// Null: not a place on the map.
export function readView(text: string | null): View | null {
  const parts = (text ?? "").split("/");
  const [zoom = Number.NaN, latitude = Number.NaN, longitude = Number.NaN] = parts.map((part) => (/^-?\d+(\.\d+)?$/.test(part) ? Number(part) : Number.NaN));
  const within = zoom >= 0 && zoom <= k_deepest && Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180;
  return parts.length === 3 && within ? { zoom, center: [longitude, latitude] } : null;
}
