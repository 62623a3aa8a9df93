// Error ellipses of tracks: two sigma in the plane of the horizon, magnified as the layer list says.
import { offset, type LonLat } from './geo';
import { line } from './ink';
import type { Flight, Play } from './play';
import { S } from './state';
import type { Theme } from './theme';
import type { View } from './view';

export const SIGMAS = 2;
const WANTED = 28; // px, of the middle semi-major axis of the raid
const STEPS = [1, 2, 5];

export function errorAt(flight: Flight, t: number): number[] | null {
  // semi-major and -minor axis (km, one sigma), azimuth (degrees), row of the sensor
  const rows = flight.track_error?.rows,
    own = t - flight.lift_off_s;
  if (!rows?.length || own < rows[0][0] || own > rows[rows.length - 1][0]) return null;
  const k = Math.max(
      1,
      rows.findIndex((row) => row[0] >= own),
    ),
    a = rows[k - 1],
    b = rows[k] ?? a,
    f = b[0] > a[0] ? (own - a[0]) / (b[0] - a[0]) : 0;
  const turn = ((b[3] - a[3] + 270) % 180) - 90; // an axis has no direction: the short way round
  return [a[1] + f * (b[1] - a[1]), a[2] + f * (b[2] - a[2]), a[3] + f * turn, b[4]];
}

const middles = new WeakMap<Play, number>();
function middle(play: Play) {
  let found = middles.get(play);
  if (found === undefined) {
    const all = play.flights.flatMap((f) => f.track_error?.rows.map((row) => row[1]) ?? []).sort((a, b) => a - b);
    middles.set(play, (found = all[all.length >> 1] ?? 0));
  }
  return found;
}
export function magnification(view: View, play: Play): number {
  const typical = middle(play),
    aim = play.flights[0];
  if (!typical || !aim) return 1;
  const at: LonLat = [aim.aim_longitude_deg, aim.aim_latitude_deg],
    a = view.clamped(...at),
    b = view.clamped(...offset(at, 90, 100));
  const perPixel = 100 / Math.max(0.5, Math.hypot(b[0] - a[0], b[1] - a[1])),
    wanted = (WANTED * perPixel) / (SIGMAS * typical);
  const ten = 10 ** Math.floor(Math.log10(Math.max(1, wanted)));
  return Math.max(1, ten * (STEPS.filter((step) => step * ten <= wanted).pop() ?? 1));
}
export const scaleWords = (times: number) => `${SIGMAS}σ, drawn ×${times.toLocaleString('en')}`;

export function ellipse(
  g: CanvasRenderingContext2D,
  view: View,
  theme: Theme,
  flight: Flight,
  p: number[],
  times: number,
) {
  const error = errorAt(flight, p[0]);
  if (!error) return;
  const [major, minor, azimuth] = error,
    ring: number[][] = [];
  for (let i = 0; i <= 48; i++) {
    const angle = (i / 24) * Math.PI,
      x = major * Math.cos(angle),
      y = minor * Math.sin(angle);
    const [lon, lat] = offset(
      [p[1], p[2]],
      azimuth + (Math.atan2(y, x) * 180) / Math.PI,
      SIGMAS * times * Math.hypot(x, y),
    );
    ring.push([lon, lat, p[3]]);
  }
  g.strokeStyle = theme.sensor;
  g.lineWidth = 1.4;
  g.setLineDash(S.follow === flight.id ? [] : [3, 2]);
  line(g, view, ring);
  g.setLineDash([]);
}
