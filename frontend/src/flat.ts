// Flat map: the same ink on an equal-area projection, for machines without WebGL and for print.
import { geoAzimuthalEqualArea, geoGraticule, geoPath } from 'd3-geo';
import type { FeatureCollection, Polygon, MultiPolygon } from 'geojson';
import { feature, mesh } from 'topojson-client';
import { protectedLand, world } from './basemap';
import { MEAN_RADIUS_KM, RAD, wrap } from './geo';
import { EDGE_DEG, planeView, type Plane } from './plane';
import { path as area } from './shape';
import { readTheme } from './theme';
import { keeper, type Map } from './view';

const HALF_VIEW = Math.tan(30 * RAD); // of the globe's camera, along the longer side

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
    projection = geoAzimuthalEqualArea().clipAngle(EDGE_DEG);
  let w = 0,
    h = 0,
    k = 1,
    middle = centre(); // as it was at home: a site that is moved does not move the map under it
  const kept = keeper<Plane>();
  const scale = () => Math.max(w / 0.98, h / 0.78) * k * 0.82;
  const wide = () => (Math.max(w, h) * MEAN_RADIUS_KM) / (2 * HALF_VIEW); // km times scale: as wide as the globe shows it from there
  function view() {
    [w, h] = [canvas.clientWidth, canvas.clientHeight];
    return kept([w, h, ...middle, scale()], () => planeView(w, h, middle, scale()));
  }
  return {
    view,
    draw(dpr) {
      const seen = view();
      projection
        .rotate([-middle[0], -middle[1]])
        .scale(scale())
        .translate([w / 2, h / 2]);
      const theme = readTheme();
      canvas.width = w * dpr;
      canvas.height = h * dpr;
      const g = canvas.getContext('2d')!,
        path = geoPath(projection, g);
      g.scale(dpr, dpr);
      g.fillStyle = theme.space;
      g.fillRect(0, 0, w, h);
      g.fillStyle = theme.sea;
      g.beginPath();
      path({ type: 'Sphere' });
      g.fill();
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
      g.fill(
        area(
          seen,
          protectedLand.shapes.map((shape) => shape.rings),
        ),
        'evenodd',
      );
      stroke(shore, theme.coast, 0.8);
      stroke(inner, theme.border, 0.8);
    },
    pick: (x, y) => view().invert(x, y),
    zoom(f) {
      k = Math.max(0.3, k * (f > 0 ? 1.25 : 0.8));
    },
    pan(x, y) {
      // the map turns under the hand, north up: far from its middle it would be drawn out
      const [lon, lat] = middle,
        by = 1 / RAD / scale();
      middle = [wrap(lon - (x * by) / Math.max(0.3, Math.cos(lat * RAD))), Math.max(-90, Math.min(90, lat + y * by))];
    },
    fly(lon, lat) {
      middle = [lon, lat];
    },
    at: () => [...middle, wide() / scale()],
    look(lon, lat, km) {
      view();
      middle = [lon, lat];
      k = (k * wide()) / km / scale();
    },
    home() {
      middle = centre();
      k = 1;
    },
    hold() {},
    theme() {},
    settled: () => true,
  };
}
