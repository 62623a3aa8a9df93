// Flat map: the same ink on an equal-area projection, for machines without WebGL and for print.
import { geoAzimuthalEqualArea, geoGraticule, geoPath } from 'd3-geo';
import type { FeatureCollection, Polygon, MultiPolygon } from 'geojson';
import { feature, mesh } from 'topojson-client';
import { protectedLand, world } from './basemap';
import { readTheme } from './theme';
import type { Map, View } from './view';

export interface Flat extends Map {
  draw(dpr: number): void;
  pan(x: number, y: number): void;
}

export function makeFlat(canvas: HTMLCanvasElement, centre: () => [number, number]): Flat {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const t = world.raw as any,
    lands = feature(t, t.objects.countries) as unknown as FeatureCollection<Polygon | MultiPolygon>;
  const inner = mesh(t, t.objects.countries, (a: unknown, b: unknown) => a !== b),
    shore = mesh(t, t.objects.countries, (a: unknown, b: unknown) => a === b);
  const graticule = geoGraticule().step([10, 10])(),
    projection = geoAzimuthalEqualArea().clipAngle(120);
  let w = 0,
    h = 0,
    k = 1,
    dx = 0,
    dy = 0,
    middle = centre(); // as it was at home: a site that is moved does not move the map under it
  const fit = () => {
    w = canvas.clientWidth;
    h = canvas.clientHeight;
    const [lon, lat] = middle;
    projection
      .rotate([-lon, -lat])
      .scale(Math.max(w / 0.98, h / 0.78) * k * 0.82)
      .translate([w / 2 + dx, h / 2 + dy]);
  };
  function view(): View {
    fit();
    const point = (lon: number, lat: number): [number, number, boolean] => {
      const q = projection([lon, lat]);
      return q ? [q[0], q[1], true] : [0, 0, false];
    };
    return {
      w,
      h,
      flat: true,
      point,
      clamped: (lon, lat) => {
        const q = projection([lon, lat])!;
        return [q[0], q[1]];
      },
      limb: null,
    };
  }
  return {
    view,
    draw(dpr) {
      fit();
      const theme = readTheme();
      canvas.width = w * dpr;
      canvas.height = h * dpr;
      const g = canvas.getContext('2d')!,
        path = geoPath(projection, g);
      g.scale(dpr, dpr);
      g.fillStyle = theme.sea;
      g.fillRect(0, 0, w, h);
      const stroke = (what: Parameters<typeof path>[0], colour: string, width: number) => {
        g.beginPath();
        path(what);
        g.strokeStyle = colour;
        g.lineWidth = width;
        g.stroke();
      };
      stroke(graticule, theme.graticule, 1);
      g.lineJoin = 'round';
      g.fillStyle = theme.land;
      for (const f of lands.features) {
        g.beginPath();
        path(f);
        g.fill();
      }
      g.fillStyle = theme.landOurs;
      for (const shape of protectedLand.shapes) {
        g.beginPath();
        for (const ring of shape.rings) {
          ring.forEach(([lon, lat], i) => {
            const q = projection([lon, lat]);
            if (q) {
              if (i) g.lineTo(q[0], q[1]);
              else g.moveTo(q[0], q[1]);
            }
          });
          g.closePath();
        }
        g.fill('evenodd');
      }
      stroke(shore, theme.coast, 0.8);
      stroke(inner, theme.border, 0.8);
    },
    pick: (x, y) => projection.invert!([x, y]) as [number, number] | null,
    zoom(f) {
      k *= f > 0 ? 1.25 : 0.8;
    },
    pan(x, y) {
      dx += x;
      dy += y;
    },
    fly(lon, lat) {
      const q = projection([lon, lat]);
      if (q) {
        dx += w / 2 - q[0];
        dy += h / 2 - q[1];
      }
    },
    home() {
      middle = centre();
      k = 1;
      dx = dy = 0;
    },
    hold() {},
    theme() {},
    settled: () => true,
  };
}
