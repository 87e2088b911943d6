// A ship to scale: the outline of a hull around her antenna, from the offsets that she sends.
import type { Feature } from "./chart";

export type Offsets = { bow_m: number | null; stern_m: number | null; port_m: number | null; starboard_m: number | null };

/** Metres of one degree of latitude on the sphere of 6,371,008.8 m. */
const DEG_M = 111_195.08;

/** The outline as GeoJSON; nothing where size or heading is not known. */
export function hullOutline(hull: Offsets | null, lat: number, lon: number, heading: number | null): Feature[] {
  const { bow_m: bow, stern_m: stern, port_m: port, starboard_m: starboard } = hull ?? {};
  if (!bow || !stern || !port || !starboard || heading === null) return [];
  const shoulder = bow - 0.15 * (bow + stern);
  const middle = (starboard - port) / 2;
  const corners = [[-port, -stern], [-port, shoulder], [middle, bow], [starboard, shoulder], [starboard, -stern], [-port, -stern]];
  const angle = (heading * Math.PI) / 180;
  const ring = corners.map(([right, ahead]) => {
    const east = right * Math.cos(angle) + ahead * Math.sin(angle);
    const north = ahead * Math.cos(angle) - right * Math.sin(angle);
    return [lon + east / (DEG_M * Math.cos((lat * Math.PI) / 180)), lat + north / DEG_M];
  });
  return [{ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } }];
}
