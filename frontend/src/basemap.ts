// Base map: tiles drawn in the browser from bundled borders, in the colours of the theme. Sharp at every zoom, no imagery to ship or fetch.
import { Event as CesiumEvent, GeographicTilingScheme, Rectangle } from '@cesium/engine';
import type { Polygon, MultiPolygon } from 'geojson';
import { feature, mesh } from 'topojson-client';
import c110 from 'world-atlas/countries-110m.json';
import c50 from 'world-atlas/countries-50m.json';
import type { Theme } from './theme';

type Ring = number[][];
type Box = [number, number, number, number];
interface Shape {
  rings: Ring[];
  box: Box;
}
interface Line {
  ring: Ring;
  box: Box;
}
interface World {
  land: Shape[];
  borders: Line[];
  coast: Line[];
}

export function unwrap(ring: Ring): Ring {
  // longitudes made continuous where a ring is stitched across the date line, closed round a pole
  const out = [ring[0].slice()];
  for (let i = 1; i < ring.length; i++) {
    let x = ring[i][0];
    const before = out[i - 1][0];
    while (x - before > 180) x -= 360;
    while (x - before < -180) x += 360;
    out.push([x, ring[i][1]]);
  }
  const turned = out[out.length - 1][0] - out[0][0];
  if (Math.abs(turned) > 180) {
    const pole = out.reduce((sum, p) => sum + p[1], 0) < 0 ? -90 : 90;
    out.push([out[out.length - 1][0], pole], [out[0][0], pole]);
  }
  return out;
}
export function boxOf(ring: Ring): Box {
  let [w, s, e, n] = [1e9, 1e9, -1e9, -1e9];
  for (const [x, y] of ring) {
    if (x < w) w = x;
    if (x > e) e = x;
    if (y < s) s = y;
    if (y > n) n = y;
  }
  return [w, s, e, n];
}
export const shapesOf = (geometry: Polygon | MultiPolygon): Shape[] =>
  (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates)
    .map((rings) => rings.filter((ring) => ring.length > 3).map(unwrap))
    .filter((rings) => rings.length)
    .map((rings) => ({ rings, box: boxOf(rings[0]) }));

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function prepare(t: any): World {
  const found = feature(t, t.objects.countries) as unknown as { features: { geometry: Polygon | MultiPolygon }[] };
  const lines = (keep: (a: unknown, b: unknown) => boolean) =>
    (mesh(t, t.objects.countries, keep).coordinates as Ring[]).map((line) => {
      const ring = unwrap(line);
      return { ring: Math.abs(ring[ring.length - 1][0] - ring[0][0]) > 355 ? line : ring, box: boxOf(ring) };
    });
  return {
    land: found.features.flatMap((f) => shapesOf(f.geometry)),
    borders: lines((a, b) => a !== b),
    coast: lines((a, b) => a === b),
  };
}
export const world = { fine: prepare(c50), coarse: prepare(c110), raw: c50 };

export const protectedLand: { shapes: Shape[] } = { shapes: [] };

export function tile(canvas: HTMLCanvasElement, [w, south, e, n]: Box, data: World, theme: Theme, px: number) {
  const g = canvas.getContext('2d', { willReadFrequently: true })!,
    kx = canvas.width / (e - w),
    ky = canvas.height / (n - south),
    m = 0.2 * (e - w);
  const hit = (b: Box, k: number) => b[0] + k < e + m && b[2] + k > w - m && b[1] < n + m && b[3] > south - m;
  const trace = (r: Ring, k: number) =>
    r.forEach(([x, y], i) => (i ? g.lineTo((x + k - w) * kx, (n - y) * ky) : g.moveTo((x + k - w) * kx, (n - y) * ky)));
  const area = (shapes: Shape[], colour: string) => {
    g.fillStyle = colour;
    g.beginPath();
    for (const p of shapes)
      for (const k of [-360, 0, 360])
        if (hit(p.box, k))
          for (const r of p.rings) {
            trace(r, k);
            g.closePath();
          }
    g.fill('evenodd');
  };
  g.fillStyle = theme.sea;
  g.fillRect(0, 0, canvas.width, canvas.height);
  const step = e - w > 40 ? 10 : 5;
  g.strokeStyle = theme.graticule;
  g.lineWidth = px;
  g.beginPath();
  for (let x = Math.ceil(w / step) * step; x <= e; x += step) {
    g.moveTo((x - w) * kx, 0);
    g.lineTo((x - w) * kx, canvas.height);
  }
  for (let y = Math.ceil(south / step) * step; y <= n; y += step) {
    g.moveTo(0, (n - y) * ky);
    g.lineTo(canvas.width, (n - y) * ky);
  }
  g.stroke();
  area(data.land, theme.land);
  area(protectedLand.shapes, theme.landOurs);
  const stroke = (set: Line[], colour: string, width: number) => {
    g.strokeStyle = colour;
    g.lineWidth = width * px;
    g.lineJoin = 'round';
    g.beginPath();
    for (const l of set) for (const k of [-360, 0, 360]) if (hit(l.box, k)) trace(l.ring, k);
    g.stroke();
  };
  stroke(data.coast, theme.coast, 1.1);
  stroke(data.borders, theme.border, 0.9);
}

export class Drawn {
  // the smallest object that serves as an imagery provider
  tileWidth: number;
  tileHeight: number;
  minimumLevel = 0;
  maximumLevel = 7;
  hasAlphaChannel = false;
  ready = true;
  tilingScheme = new GeographicTilingScheme();
  rectangle = Rectangle.MAX_VALUE;
  errorEvent = new CesiumEvent();
  constructor(
    private theme: Theme,
    size = 512,
  ) {
    this.tileWidth = this.tileHeight = size;
  }
  getTileCredits() {
    return undefined;
  }
  pickFeatures() {
    return undefined;
  }
  requestImage(x: number, y: number, level: number) {
    const r = this.tilingScheme.tileXYToRectangle(x, y, level),
      d = 180 / Math.PI,
      c = document.createElement('canvas');
    c.width = c.height = this.tileWidth;
    tile(
      c,
      [r.west * d, r.south * d, r.east * d, r.north * d],
      level < 2 ? world.coarse : world.fine,
      this.theme,
      1.25,
    );
    return Promise.resolve(c);
  }
}
