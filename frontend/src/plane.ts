// The flat map as a view: Lambert's equal-area map about a point, as far from it as EDGE_DEG. A sphere, north up.
import { RAD, wrap, type LonLat, type Vec } from './geo';
import type { Screen, View } from './view';

export const EDGE_DEG = 120; // beyond, shapes are drawn out too far to be read
const EDGE = Math.cos(EDGE_DEG * RAD);
const RIM = 2 * Math.sin((EDGE_DEG / 2) * RAD); // radius of the map, in radii of the sphere

export interface Plane extends View {
  invert(x: number, y: number): LonLat | null;
}
const direction = (lon: number, lat: number): Vec => {
  const c = Math.cos(lat * RAD);
  return [c * Math.cos(lon * RAD), c * Math.sin(lon * RAD), Math.sin(lat * RAD)];
};
const dot = (a: Vec, b: Vec) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export function planeView(w: number, h: number, [lon, lat]: LonLat, scale: number): Plane {
  const up = direction(lon, lat),
    east: Vec = [-Math.sin(lon * RAD), Math.cos(lon * RAD), 0],
    north: Vec = direction(lon, lat + 90);
  const point = (lon: number, lat: number): Screen => {
    const p = direction(lon, lat),
      z = dot(p, up),
      k = scale * Math.sqrt(2 / Math.max(1e-12, 1 + z));
    return [w / 2 + k * dot(p, east), h / 2 - k * dot(p, north), z >= EDGE];
  };
  const rim = (angle: number): [number, number] => [
    w / 2 + scale * RIM * Math.cos(angle),
    h / 2 - scale * RIM * Math.sin(angle),
  ];
  return {
    w,
    h,
    flat: true,
    point,
    clamped: (lon, lat) => {
      const q = point(lon, lat);
      if (q[2]) return q;
      const p = direction(lon, lat);
      return [...rim(Math.atan2(dot(p, north), dot(p, east))), false];
    },
    limb: Array.from({ length: 180 }, (_, i) => rim((i / 90) * Math.PI)),
    middle: { at: [lon, lat], x: w / 2, y: h / 2 },
    invert(x, y) {
      const a = (x - w / 2) / scale,
        b = (h / 2 - y) / scale,
        r = Math.hypot(a, b);
      if (r > RIM) return null;
      const c = 2 * Math.asin(r / 2),
        k = r > 1e-12 ? Math.sin(c) / r : 1;
      const p = [0, 1, 2].map((i) => Math.cos(c) * up[i] + k * (a * east[i] + b * north[i]));
      return [wrap(Math.atan2(p[1], p[0]) / RAD), Math.asin(Math.max(-1, Math.min(1, p[2]))) / RAD];
    },
  };
}
