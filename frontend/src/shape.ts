// Areas on a disc that shows a part of the Earth: what lies behind its limb is slid to it, and what goes round the far side stays whole.
import { along, azimuth, distance, RAD, type LonLat } from './geo';
import type { Screen, View } from './view';

export interface Shape {
  fill: Path2D; // to be filled or clipped by even-odd
  edge: Path2D; // to be stroked: nothing of it runs along the limb
}
type Ring = number[][];
type Dot = readonly [number, number, ...unknown[]]; // of the screen, or of another plane

function parity(ring: readonly Dot[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i],
      b = ring[j];
    if (a[1] > y !== b[1] > y && x < a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1])) inside = !inside;
  }
  return inside;
}
// Whether rings of the map of longitudes and latitudes hold a place, on whatever turn of longitudes they are drawn.
export const holds = (rings: Ring[], [lon, lat]: LonLat) =>
  rings.reduce(
    (all, ring) => [-360, 0, 360].reduce((one, k) => one !== parity(ring as unknown as Dot[], lon + k, lat), all),
    false,
  );

// Whether rings on the sphere hold a place as they hold another: both seen from that one, by distance and azimuth.
export function holdsAs(rings: Ring[], known: LonLat, asked: LonLat): boolean {
  const seen = (at: LonLat): [number, number] => {
    const d = distance(known, at),
      a = azimuth(known, at) * RAD;
    return [d * Math.sin(a), d * Math.cos(a)];
  };
  const [x, y] = seen(asked);
  let same = true;
  for (const ring of rings) {
    const drawn = ring.map(([lon, lat]) => seen([lon, lat]));
    if (parity(drawn, x, y) !== parity(drawn, 0, 0)) same = !same;
  }
  return same;
}

const turn = (limb: [number, number][], [x, y]: Dot) => {
  // number of the limb's point that is nearest
  let best = 0,
    least = Infinity;
  limb.forEach((p, i) => {
    const d = (p[0] - x) ** 2 + (p[1] - y) ** 2;
    if (d < least) [best, least] = [i, d];
  });
  return best;
};
// From one point of the limb to another: along it, not across the disc.
function round(limb: [number, number][], from: Dot, to: Dot): [number, number][] {
  const a = turn(limb, from),
    n = limb.length,
    by = ((((turn(limb, to) - a) % n) + n + n / 2) % n) - n / 2;
  return Array.from({ length: Math.max(0, Math.abs(by) - 1) }, (_, i) => limb[(a + Math.sign(by) * (i + 1) + n) % n]);
}

// Where a side of a ring goes behind the limb.
const HALVINGS = 7;
function crossing(view: View, seen: LonLat, behind: LonLat): Screen {
  for (let k = 0; k < HALVINGS; k++) {
    const half = along(seen, behind, 0.5);
    if (view.clamped(...half)[2]) seen = half;
    else behind = half;
  }
  return view.clamped(...behind);
}

// A ring on the disc: its points, those behind the limb slid to it with the limb between them; and how many are in sight.
const LONG = 12; // px, between two points on the limb: shorter ways are as good as the limb
function slid(view: View, ring: Ring): { at: Screen[]; seen: number } {
  const shown = ring.map(([lon, lat]) => view.clamped(lon, lat)),
    seen = shown.reduce((sum, q) => sum + +q[2], 0);
  if (seen === 0 || seen === ring.length) return { at: seen ? shown : closed(view, shown), seen };
  const at: Screen[] = [];
  shown.forEach((q, i) => {
    const before = (i || ring.length) - 1,
      p = shown[before];
    if (p[2] !== q[2]) {
      const [here, there] = [ring[i], ring[before]].map(([lon, lat]): LonLat => [lon, lat]);
      at.push(q[2] ? crossing(view, here, there) : crossing(view, there, here));
    }
    at.push(q);
  });
  return { at: closed(view, at), seen };
}
function closed(view: View, shown: Screen[]): Screen[] {
  // with the limb between points that lie on it
  const at: Screen[] = [];
  shown.forEach((q, i) => {
    const p = shown[(i || shown.length) - 1];
    if (!p[2] && !q[2] && Math.abs(p[0] - q[0]) + Math.abs(p[1] - q[1]) > LONG)
      for (const [x, y] of round(view.limb, p, q)) at.push([x, y, false]);
    at.push(q);
  });
  return at;
}

// Rings of one polygon as they are to be filled by even-odd, with the whole disc among them where that makes its inside the inside.
// `inside`: a place that it holds, for one on the sphere that may be larger than a half of it; else it is one of the map.
export function onDisc(view: View, rings: Ring[], inside?: LonLat): Screen[][] {
  const drawn = rings.map((ring) => slid(view, ring)),
    seen = drawn.reduce((sum, one) => sum + one.seen, 0);
  if (!seen && !inside) return []; // smaller than a half of the Earth: all behind the limb
  const shown = drawn.map((one) => one.at),
    { middle } = view;
  if (!middle || (!inside && drawn.every((one, i) => one.seen === rings[i].length))) return shown;
  const truly = inside ? holdsAs(rings, inside, middle.at) : holds(rings, middle.at),
    shows = shown.reduce((all, ring) => all !== parity(ring, middle.x, middle.y), false);
  return truly === shows ? shown : [...shown, view.limb.map(([x, y]): Screen => [x, y, false])];
}

// Land and areas stay while a hand moves a site: the same array seen from the same view is drawn from what was made for it.
// Whoever asks never changes an array that was handed over, and a map gives another view as soon as it looks elsewhere.
const kept = new WeakMap<View, WeakMap<Ring[][], Shape>>();
export function shapeOf(view: View, polygons: Ring[][], inside?: LonLat): Shape {
  if (inside) return drawn(view, polygons, inside);
  let shelf = kept.get(view);
  if (!shelf) kept.set(view, (shelf = new WeakMap()));
  let shape = shelf.get(polygons);
  if (!shape) shelf.set(polygons, (shape = drawn(view, polygons)));
  return shape;
}
function drawn(view: View, polygons: Ring[][], inside?: LonLat): Shape {
  const fill = new Path2D(),
    edge = new Path2D();
  let whole = true;
  const all = polygons.flatMap((rings) => onDisc(view, rings, inside));
  for (const ring of all) {
    ring.forEach(([x, y, seen], i) => {
      if (i) fill.lineTo(x, y);
      else fill.moveTo(x, y);
      whole &&= seen;
    });
    fill.closePath();
  }
  if (whole) return { fill, edge: fill };
  for (const ring of all)
    for (let i = 0; i < ring.length; i++) {
      const a = ring[i],
        b = ring[(i + 1) % ring.length];
      if (!a[2] && !b[2]) continue;
      if (!i || !(ring[i - 1][2] || a[2])) edge.moveTo(a[0], a[1]);
      edge.lineTo(b[0], b[1]);
    }
  return { fill, edge };
}
export const path = (view: View, polygons: Ring[][], inside?: LonLat) => shapeOf(view, polygons, inside).fill;
