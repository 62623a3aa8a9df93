// Geometry for drawing only: where ink goes. Every number that is told comes from the server.
export const RAD = Math.PI / 180;
export const MEAN_RADIUS_KM = 6371.0088;
const A_KM = 6378.137,
  B_KM = 6356.752314245,
  E2 = 0.0066943799901413165;
export const AXES_KM: [number, number, number] = [A_KM, A_KM, B_KM];
export type LonLat = [number, number];
export type Vec = [number, number, number];

export function ecef(lon: number, lat: number, h = 0): Vec {
  const s = Math.sin(lat * RAD),
    c = Math.cos(lat * RAD),
    n = A_KM / Math.sqrt(1 - E2 * s * s);
  return [(n + h) * c * Math.cos(lon * RAD), (n + h) * c * Math.sin(lon * RAD), (n * (1 - E2) + h) * s];
}
export function geodetic([x, y, z]: Vec): [number, number, number] {
  // Bowring's form: to 10 cm below 4,000 km
  const p = Math.hypot(x, y),
    u = Math.atan2(z * A_KM, p * B_KM),
    ep2 = E2 / (1 - E2);
  const lat = Math.atan2(z + ep2 * B_KM * Math.sin(u) ** 3, p - E2 * A_KM * Math.cos(u) ** 3),
    s = Math.sin(lat);
  const n = A_KM / Math.sqrt(1 - E2 * s * s),
    h = p > 1 ? p / Math.cos(lat) - n : Math.abs(z) - B_KM;
  return [Math.atan2(y, x) / RAD, lat / RAD, h];
}
const unit = ([lon, lat]: LonLat): Vec => [
  Math.cos(lat * RAD) * Math.cos(lon * RAD),
  Math.cos(lat * RAD) * Math.sin(lon * RAD),
  Math.sin(lat * RAD),
];
export function distance(a: LonLat, b: LonLat) {
  const p = unit(a),
    q = unit(b),
    d = p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
  return MEAN_RADIUS_KM * Math.acos(Math.max(-1, Math.min(1, d)));
}
export function along(a: LonLat, b: LonLat, f: number): LonLat {
  const p = unit(a),
    q = unit(b),
    d = Math.acos(Math.max(-1, Math.min(1, p[0] * q[0] + p[1] * q[1] + p[2] * q[2])));
  if (d < 1e-9) return a;
  const u = Math.sin((1 - f) * d) / Math.sin(d),
    v = Math.sin(f * d) / Math.sin(d);
  const w = [0, 1, 2].map((i) => u * p[i] + v * q[i]);
  return [Math.atan2(w[1], w[0]) / RAD, Math.asin(Math.max(-1, Math.min(1, w[2]))) / RAD];
}
export function offset([lon, lat]: LonLat, azimuth: number, d: number): LonLat {
  // by vectors: a pole is a place like others
  const x = d / MEAN_RADIUS_KM,
    p = lat * RAD,
    [n, e] = [Math.sin(x) * Math.cos(azimuth * RAD), Math.sin(x) * Math.sin(azimuth * RAD)],
    c = Math.cos(x) * Math.cos(p) - n * Math.sin(p); // away from the axis, in the meridian
  return [
    lon + Math.atan2(e, c) / RAD,
    Math.asin(Math.max(-1, Math.min(1, Math.cos(x) * Math.sin(p) + n * Math.cos(p)))) / RAD,
  ];
}
export function azimuth(a: LonLat, b: LonLat): number {
  // from north, at a, of the way to b
  const d = (b[0] - a[0]) * RAD,
    p = a[1] * RAD,
    q = b[1] * RAD;
  return (
    (Math.atan2(Math.sin(d) * Math.cos(q), Math.cos(p) * Math.sin(q) - Math.sin(p) * Math.cos(q) * Math.cos(d)) / RAD +
      360) %
    360
  );
}
export const wrap = (lon: number) => ((((lon + 540) % 360) + 360) % 360) - 180;
// Ground distance (km) under the point of a beam at a slant range and elevation, on a sphere.
export function underRim(slant: number, elevation: number) {
  const e = elevation * RAD,
    r = MEAN_RADIUS_KM,
    h = Math.sqrt(r * r + slant * slant + 2 * r * slant * Math.sin(e)) - r;
  return r * Math.acos(Math.max(-1, Math.min(1, (r + slant * Math.sin(e)) / (r + h))));
}
