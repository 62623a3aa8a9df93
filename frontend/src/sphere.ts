// The globe as a view: the ellipsoid as a camera sees it, of which nothing is needed but its eye and its matrix.
import { AXES_KM, ecef, geodetic, type Vec } from './geo';
import type { Screen, View } from './view';

const [A, , B] = AXES_KM;
const NEAR = 1e-3; // of the distance to the eye: what lies behind the eye is drawn far away on its side

// `m` is projection times view, column by column, of metres; `eye` (km) where the camera is.
export function globeView(w: number, h: number, m: ArrayLike<number>, eye: Vec): View {
  const c: Vec = [eye[0] / A, eye[1] / A, eye[2] / B],
    vh = c[0] ** 2 + c[1] ** 2 + c[2] ** 2 - 1,
    n = Math.sqrt(vh + 1);
  const toScreen = (p: Vec): Screen => {
    const [x, y, z] = [p[0] * 1000, p[1] * 1000, p[2] * 1000],
      q = m[3] * x + m[7] * y + m[11] * z + m[15],
      ahead = Math.max(q, NEAR * 1000 * A);
    return [
      ((1 + (m[0] * x + m[4] * y + m[8] * z + m[12]) / ahead) * w) / 2,
      ((1 - (m[1] * x + m[5] * y + m[9] * z + m[13]) / ahead) * h) / 2,
      q > 0,
    ];
  };
  const hidden = (p: Vec) => {
    // behind the limb of the ellipsoid, seen from the eye, in scaled space
    const x = p[0] / A - c[0],
      y = p[1] / A - c[1],
      z = p[2] / B - c[2],
      d = -(x * c[0] + y * c[1] + z * c[2]);
    return d > vh && (d * d) / (x * x + y * y + z * z) > vh;
  };
  const a: Vec = [c[0] / n, c[1] / n, c[2] / n],
    r = Math.sqrt(1 - 1 / (n * n));
  const point = (lon: number, lat: number, km = 0): Screen => {
    const p = ecef(lon, lat, km),
      q = toScreen(p);
    q[2] = q[2] && !hidden(p);
    return q;
  };
  const clamped = (lon: number, lat: number): Screen => {
    const p = ecef(lon, lat);
    if (!hidden(p)) {
      const q = toScreen(p);
      q[2] = true;
      return q;
    }
    const u: Vec = [p[0] / A, p[1] / A, p[2] / B],
      s = u[0] * a[0] + u[1] * a[1] + u[2] * a[2],
      v = u.map((x, i) => x - s * a[i]),
      l = Math.hypot(...v) || 1;
    const q = toScreen([0, 1, 2].map((i) => (a[i] / n + (v[i] / l) * r) * (i < 2 ? A : B)) as Vec);
    q[2] = false;
    return q;
  };
  const e = Math.hypot(a[0], a[1]) || 1,
    u: Vec = [-a[1] / e, a[0] / e, 0];
  const v: Vec = [a[1] * u[2] - a[2] * u[1], a[2] * u[0] - a[0] * u[2], a[0] * u[1] - a[1] * u[0]];
  const limb = Array.from({ length: 180 }, (_, i): [number, number] => {
    const f = (i / 90) * Math.PI,
      q = toScreen(
        [0, 1, 2].map((j) => (a[j] / n + r * (Math.cos(f) * u[j] + Math.sin(f) * v[j])) * (j < 2 ? A : B)) as Vec,
      );
    return [q[0], q[1]];
  });
  const under: Vec = [a[0] * A, a[1] * A, a[2] * B],
    foot = toScreen(under),
    [lon, lat] = geodetic(under);
  return {
    w,
    h,
    flat: false,
    point,
    clamped,
    limb,
    middle: foot[2] ? { at: [lon, lat], x: foot[0], y: foot[1] } : null,
  };
}
