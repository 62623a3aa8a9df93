// Contours against shapes whose area and edge are known: edges run half-way between the middles of boxes that differ.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldOf, gridOf, type Area } from '../src/contour';
import { DEFENDED, NOT_THREATENED, UNDEFENDED } from '../src/types';
import { block, groundOf } from './ground';
import { near } from './near';

const CORNER = 1 / 8; // of a box: what the cut of a corner takes away, a triangle of half by half
const areaOf = (area: Area) =>
  area.reduce(
    (sum, polygon) => sum + polygon.reduce((part, ring, i) => part + (i ? -1 : 1) * Math.abs(shoelace(ring)), 0),
    0,
  );
const shoelace = (ring: number[][]) =>
  ring.slice(1).reduce((sum, [x, y], i) => sum + (ring[i][0] * y - x * ring[i][1]) / 2, 0);
const ends = (area: Area) => {
  const xs = area.flat(2).map((p) => p[0]),
    ys = area.flat(2).map((p) => p[1]);
  return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
};
const draw = (
  cells: [number, number][],
  status: (column: number, row: number) => number,
  shots: ((column: number, row: number) => number) | null = null,
) => {
  const ground = groundOf(cells);
  return fieldOf(
    gridOf(ground),
    cells.map(([c, r]) => status(c, r)),
    shots && cells.map(([c, r]) => shots(c, r)),
  );
};
const LAND = block(180, 120, 20, 12); // 0 to 20 degrees east, 30 to 42 north
const inside = (w: number, e: number, s: number, n: number) => (c: number, r: number) =>
  c >= w && c < e && r >= s && r < n ? DEFENDED : UNDEFENDED;

test('a covered rectangle has its edges on the borders of its boxes, and its area less four corners', () => {
  const field = draw(LAND, inside(184, 190, 123, 127));
  assert.deepEqual(ends(field.levels[0]), [4, 10, 33, 37]);
  near(areaOf(field.levels[0]), 6 * 4 - 4 * CORNER, 1e-9);
  assert.equal(field.levels[0].length, 1);
});

test('every ring is closed', () => {
  const rings = draw(LAND, (c, r) => ((c * 7 + r * 3) % 5 ? DEFENDED : UNDEFENDED)).levels[0].flat();
  assert.ok(rings.length > 3);
  for (const ring of rings) {
    assert.ok(ring.length >= 4);
    assert.deepEqual(ring[0], ring[ring.length - 1]);
  }
});

test('a box that is not covered within the area is a hole of half a box', () => {
  const field = draw(LAND, (c, r) => (c === 187 && r === 125 ? UNDEFENDED : inside(184, 191, 122, 129)(c, r)));
  assert.equal(field.levels[0].length, 1);
  assert.equal(field.levels[0][0].length, 2);
  near(Math.abs(shoelace(field.levels[0][0][1])), 0.5, 1e-9); // the diamond through the middles of its sides
  near(areaOf(field.levels[0]), 7 * 7 - 4 * CORNER - 0.5, 1e-9);
});

test('two areas that do not touch are two polygons', () => {
  assert.equal(
    draw(LAND, (c, r) => (inside(182, 185, 123, 126)(c, r) === DEFENDED ? DEFENDED : inside(190, 194, 123, 126)(c, r)))
      .levels[0].length,
    2,
  );
});

test('a round area is as large as its boxes', () => {
  const disc = (c: number, r: number) => (Math.hypot(c - 220, r - 130) <= 15 ? DEFENDED : UNDEFENDED),
    land = block(200, 110, 41, 41);
  const boxes = land.filter(([c, r]) => disc(c, r) === DEFENDED).length;
  near(areaOf(draw(land, disc).levels[0]) / boxes, 1, 0.01);
  assert.equal(boxes, 709); // points within 15 of the origin: Gauss's circle problem, OEIS A000328
});

test('levels lie in one another: where three shots fit, two and one fit', () => {
  const shots = (c: number) => Math.max(0, Math.min(3, c - 183)),
    field = draw(LAND, (c) => (shots(c) ? DEFENDED : UNDEFENDED), shots);
  assert.deepEqual(
    field.levels.map((level) => ends(level)[0]),
    [4, 5, 6],
  );
});

test('a quick answer knows no shots: one level', () =>
  assert.equal(draw(LAND, inside(184, 190, 123, 127)).levels.length, 1));

test('what nothing threatens is an area of its own, and no part of the covered one', () => {
  const field = draw(LAND, (c) => (c < 186 ? DEFENDED : c < 193 ? UNDEFENDED : NOT_THREATENED));
  assert.equal(ends(field.levels[0])[1], 6);
  assert.equal(ends(field.apart)[0], 13);
});

test('nothing covered draws nothing', () => assert.deepEqual(draw(LAND, () => UNDEFENDED).levels[0], []));

test('a lone box reaches two boxes beyond its own, so that the coast is covered whole', () => {
  const [w, e, s, n] = ends(draw([[185, 125]], () => DEFENDED).levels[0]);
  for (const [got, wanted] of [
    [w, 3],
    [e, 8],
    [s, 33],
    [n, 38],
  ])
    near(got, wanted, 0.5);
});

test('the verdict of a coast is that of the nearest box', () => {
  const [w, e] = ends(
    draw(
      [
        [185, 125],
        [186, 125],
      ],
      (c) => (c === 185 ? DEFENDED : UNDEFENDED),
    ).levels[0],
  );
  near(w, 3, 0.5);
  assert.equal(e, 6);
});

test('an area across the date line is one area, as if it lay anywhere else', () => {
  const moved = (by: number) =>
    block(180, 120, 12, 12).map(([c, r]): [number, number] => [(c - 180 + by + 360) % 360, r]);
  const shape = (cells: [number, number][], by: number) =>
    draw(cells, (c, r) => inside(3, 9, 123, 128)((c - by + 720) % 360, r)).levels[0];
  const here = shape(moved(100), 100),
    there = shape(moved(354), 354);
  assert.equal(there.length, 1);
  assert.deepEqual(
    there[0][0].map(([x, y]) => [x - 254, y]),
    here[0][0],
  );
});

test('boxes on one side of the date line say nothing of the other', () => {
  const cells = [...block(356, 120, 4, 4), ...block(0, 120, 4, 4)]; // 176 to 180 east covered, 180 to 176 west not
  const [w, e] = ends(draw(cells, (c) => (c > 180 ? DEFENDED : UNDEFENDED)).levels[0]);
  near(w, 174, 0.5);
  assert.equal(e, 180);
});

test('land all round the Earth is drawn once', () => {
  const grid = gridOf(groundOf(block(0, 150, 360, 3)));
  assert.deepEqual([grid.west, grid.nx], [-180, 360]);
});

test('half a degree puts edges on half degrees', () => {
  const cells = block(360, 240, 10, 10),
    ground = groundOf(cells, 0.5);
  assert.deepEqual(
    ends(
      fieldOf(
        gridOf(ground),
        cells.map(([c, r]) => inside(363, 366, 243, 247)(c, r)),
        null,
      ).levels[0],
    ),
    [1.5, 3, 31.5, 33.5],
  );
});
