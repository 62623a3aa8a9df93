// What is drawn on the disc is what the Earth has there: caps of known size, boxes over the date line, round the poles, across the limb.
import { geoAzimuthalEqualArea } from 'd3-geo';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { discOf } from '../src/disc';
import { AXES_KM, distance, ecef, MEAN_RADIUS_KM, offset, RAD, type LonLat, type Vec } from '../src/geo';
import { EDGE_DEG, planeView } from '../src/plane';
import { holds, holdsAs, onDisc } from '../src/shape';
import { globeView } from '../src/sphere';
import type { Screen, View } from '../src/view';
import { near } from './near';

const [W, H] = [1200, 900];

// A camera straight above a place, north up: the columns of a pinhole's matrix, in metres, one radian a half of the height.
function above(lon: number, lat: number, km: number): View {
  const [p, l] = [lat * RAD, lon * RAD],
    up: Vec = [Math.cos(p) * Math.cos(l), Math.cos(p) * Math.sin(l), Math.sin(p)],
    east: Vec = [-Math.sin(l), Math.cos(l), 0],
    north: Vec = [-Math.sin(p) * Math.cos(l), -Math.sin(p) * Math.sin(l), Math.cos(p)],
    eye = ecef(lon, lat, km);
  const rows = [east.map((x) => (x * H) / W), north, up, up.map((x) => -x)], // x, y, depth (of no account), w = how far ahead
    m = new Array<number>(16).fill(0);
  rows.forEach((row, i) => {
    for (let j = 0; j < 3; j++) m[4 * j + i] = row[j];
    m[12 + i] = -(row[0] * eye[0] + row[1] * eye[1] + row[2] * eye[2]) * 1000;
  });
  return globeView(W, H, m, eye);
}
const MIDDLES: LonLat[] = [
  [15, 48],
  [0, 90],
  [180, 40],
  [-179.5, 0],
  [60, -89.9],
  [-120, -30],
];
const VIEWS = MIDDLES.flatMap(([lon, lat]) => [
  above(lon, lat, 12000),
  above(lon, lat, 2500),
  planeView(W, H, [lon, lat], 300),
]);
const inside = (rings: Screen[][], [x, y]: Screen) =>
  rings.reduce((all, ring) => {
    let one = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[i], ring[j]];
      if (a[1] > y !== b[1] > y && x < a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1])) one = !one;
    }
    return all !== one;
  }, false);
const GRID: LonLat[] = Array.from({ length: 36 * 17 }, (_, i) => [-177 + (i % 36) * 10, -80 + Math.floor(i / 36) * 10]);

const atLimb = (view: View, [x, y]: Screen) => view.limb.some((p) => Math.hypot(p[0] - x, p[1] - y) < 12); // px: chords, not arcs

// Places in sight whose picture is not as the Earth has them, and how many were looked at; `edge` leaves out what lies on the edge.
function wrong(view: View, rings: Screen[][], truly: (at: LonLat) => boolean, edge: (at: LonLat) => boolean) {
  const shown = GRID.map((at) => ({ at, q: view.point(...at) })).filter(
    ({ at, q }) => q[2] && !atLimb(view, q) && !edge(at),
  );
  return [shown.filter(({ at, q }) => inside(rings, q) !== truly(at)).length, shown.length];
}
const CLOSE_KM = 150; // sides of the rings are straight on the screen, and the globe is no sphere

test('a cap of any size lies where it lies, seen from anywhere: on the far side, round a pole, round the whole disc', () => {
  const centres: LonLat[] = [
    [15, 50],
    [179, 10],
    [-100, 88],
    [0, -90],
    [-60, -45],
  ];
  let all = 0;
  for (const view of VIEWS)
    for (const centre of centres)
      for (const radius of [500, 3000, 7000, 10000, 13000, 18500]) {
        const ring = Array.from({ length: 145 }, (_, i) => offset(centre, i * 2.5, radius)),
          far = (at: LonLat) => distance(at, centre) - radius;
        const [bad, seen] = wrong(
          view,
          onDisc(view, [ring], centre),
          (at) => far(at) < 0,
          (at) => Math.abs(far(at)) < CLOSE_KM,
        );
        assert.equal(bad, 0, `${view.middle!.at} ${view.flat} ${centre} ${radius}: ${bad} of ${seen}`);
        all += seen;
      }
  assert.ok(all > 20_000);
});

test('a sector that holds a pole or the far side is tinted inside, not outside', () => {
  const site: LonLat = [-68.3, 76.57];
  for (const view of VIEWS)
    for (const reach of [3000, 5500, 12000]) {
      const rim = Array.from({ length: 97 }, (_, i) => offset(site, 180 + 2.5 * i, reach)),
        held = (at: LonLat) => {
          const bearing =
            (Math.atan2(
              Math.sin((at[0] - site[0]) * RAD) * Math.cos(at[1] * RAD),
              Math.cos(site[1] * RAD) * Math.sin(at[1] * RAD) -
                Math.sin(site[1] * RAD) * Math.cos(at[1] * RAD) * Math.cos((at[0] - site[0]) * RAD),
            ) /
              RAD +
              360) %
            360;
          return { inside: distance(site, at) < reach && (bearing > 180 || bearing < 60), bearing };
        };
      const near = (at: LonLat) =>
        Math.abs(distance(site, at) - reach) < 2 * CLOSE_KM ||
        [60, 180].some((b) => Math.abs(held(at).bearing - b) < 9);
      const side = (azimuth: number) => Array.from({ length: 60 }, (_, i) => offset(site, azimuth, (reach * i) / 60));
      const ring = [...side(180), ...rim, ...side(420).reverse()];
      const [bad, seen] = wrong(
        view,
        onDisc(view, [ring], offset(site, 300, reach / 2)),
        (at) => held(at).inside,
        near,
      );
      assert.equal(bad, 0, `${view.middle!.at} ${view.flat} ${reach}: ${bad} of ${seen}`);
    }
});

test('a box of longitudes and latitudes keeps its inside over the date line and at the limb, and a hole stays one', () => {
  const box = (w: number, s: number, e: number, n: number) => {
    const side = (a: number[], b: number[]) =>
      Array.from({ length: 40 }, (_, i) => [a[0] + ((b[0] - a[0]) * i) / 40, a[1] + ((b[1] - a[1]) * i) / 40]);
    return [...side([w, s], [e, s]), ...side([e, s], [e, n]), ...side([e, n], [w, n]), ...side([w, n], [w, s])];
  };
  const turned = (lon: number, w: number) => ((((lon - w) % 360) + 360) % 360) + w;
  for (const view of VIEWS)
    for (const [w, s, e, n] of [
      [165, -25, 205, 35], // over the date line, as contours give it
      [-170, 15, -50, 72],
      [20, 40, 190, 82],
    ]) {
      const hole = [w + 12, s + 12, e - 12, n - 12],
        rings = [box(w, s, e, n), box(hole[0], hole[1], hole[2], hole[3])];
      const within = ([lon, lat]: LonLat, [a, b, c, d]: number[], by = 0) => {
        const x = turned(lon, w - 60);
        return x > a - by && x < c + by && lat > b - by && lat < d + by;
      };
      const truly = (at: LonLat) => within(at, [w, s, e, n]) && !within(at, hole),
        edge = (at: LonLat) => [[w, s, e, n], hole].some((one) => within(at, one, 1.5) !== within(at, one, -1.5));
      const [bad, seen] = wrong(view, onDisc(view, rings), truly, edge);
      assert.equal(bad, 0, `${view.middle!.at} ${view.flat} ${w}: ${bad} of ${seen}`);
      for (const at of GRID) if (!edge(at)) assert.equal(holds(rings, at), truly(at), String(at));
    }
});

test('the flat map has the area of a cap over the date line, over a pole and about its middle', () => {
  const SCALE = 300,
    km2 = (ring: Screen[]) =>
      (Math.abs(
        ring.reduce(
          (sum, p, i) => sum + p[0] * ring[(i + 1) % ring.length][1] - ring[(i + 1) % ring.length][0] * p[1],
          0,
        ),
      ) /
        2) *
      (MEAN_RADIUS_KM / SCALE) ** 2;
  for (const middle of MIDDLES)
    for (const [centre, radius] of [
      [offset(middle, 70, 2500), 1500],
      [[180, 20], 2000],
      [[50, 89], 2500],
    ] as [LonLat, number][]) {
      const ring = Array.from({ length: 720 }, (_, i) => offset(centre, i / 2, radius)),
        drawn = onDisc(planeView(W, H, middle, SCALE), [ring], centre);
      if (drawn.length !== 1 || drawn[0].some((q) => !q[2])) continue; // partly beyond the edge
      const cap = 2 * Math.PI * MEAN_RADIUS_KM ** 2 * (1 - Math.cos(radius / MEAN_RADIUS_KM));
      near(km2(drawn[0]) / cap, 1, 1e-3, `${middle} ${centre}`);
    }
});

test('the flat map is the equal-area map of d3, goes there and back, and ends at its edge', () => {
  for (const middle of MIDDLES) {
    const view = planeView(W, H, middle, 300),
      d3 = geoAzimuthalEqualArea()
        .rotate([-middle[0], -middle[1]])
        .scale(300)
        .translate([W / 2, H / 2]);
    for (const at of GRID) {
      const q = view.point(...at),
        far = distance(middle, at) / MEAN_RADIUS_KM / RAD;
      if (Math.abs(far - EDGE_DEG) > 0.1) assert.equal(q[2], far < EDGE_DEG);
      if (!q[2]) {
        const [x, y] = view.clamped(...at);
        near(Math.hypot(x - W / 2, y - H / 2), 600 * Math.sin((EDGE_DEG / 2) * RAD), 1e-6);
        continue;
      }
      const told = d3(at)!;
      near(q[0], told[0], 1e-6);
      near(q[1], told[1], 1e-6);
      const back = view.invert(q[0], q[1])!;
      near(distance(back, at), 0, 1e-3, String(at));
    }
    assert.equal(view.invert(5000, 5000), null);
  }
});

test('the limb is where sight ends: points inside it are in front, and those behind are slid onto it', () => {
  for (const [lon, lat] of MIDDLES) {
    const view = above(lon, lat, 12000),
      disc = discOf(view.limb);
    for (const at of GRID) {
      const q = view.point(...at),
        far = distance([lon, lat], at),
        edge = MEAN_RADIUS_KM * Math.acos(AXES_KM[0] / (AXES_KM[0] + 12000));
      if (Math.abs(far - edge) < 100) continue;
      assert.equal(q[2], far < edge, String(at));
      const [x, y, seen] = view.clamped(...at);
      assert.equal(seen, far < edge);
      const nearest = Math.min(...view.limb.map((p) => Math.hypot(p[0] - x, p[1] - y)));
      if (seen) assert.ok(disc.holds(x, y));
      else assert.ok(nearest < 10, `${nearest}`); // half the way between two points of the limb
    }
  }
});

test('whether rings hold a place is the same from wherever it is asked', () => {
  const ring = Array.from({ length: 145 }, (_, i) => offset([170, 70], i * 2.5, 4000));
  for (const known of [
    [170, 70],
    [-160, 80],
  ] as LonLat[])
    for (const at of GRID) {
      const far = distance([170, 70], at);
      if (Math.abs(far - 4000) > CLOSE_KM) assert.equal(holdsAs([ring], known, at), far < 4000, String(at));
    }
});

test('a label may stand on the disc or off it, not across its edge', () => {
  const disc = discOf(
    Array.from({ length: 180 }, (_, i) => [
      300 + 200 * Math.cos((i * Math.PI) / 90),
      300 + 200 * Math.sin((i * Math.PI) / 90),
    ]),
  );
  assert.ok(disc.clear([250, 290, 350, 310]));
  assert.ok(disc.clear([510, 290, 590, 310]));
  assert.ok(!disc.clear([480, 290, 590, 310]));
  assert.ok(!disc.clear([495, 290, 590, 320]), 'the limb between two corners');
  assert.ok(!disc.clear([200, 96, 400, 104]), 'the top of the limb between the corners');
  assert.ok(disc.clear([424, 120, 520, 134]) && !disc.clear([400, 125, 480, 160]), 'at the shoulder');
  assert.equal(disc.across, 400);
});
