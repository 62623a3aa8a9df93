// Borders that are stitched across the date line are drawn as they lie on the globe.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxOf, shapesOf, unwrap } from '../src/basemap';

test('a ring across the date line becomes continuous', () => {
  const ring = unwrap([
    [178, -16],
    [-179, -16],
    [-179, -18],
    [178, -18],
    [178, -16],
  ]);
  assert.deepEqual(
    ring.map((p) => p[0]),
    [178, 181, 181, 178, 178],
  );
  assert.deepEqual(boxOf(ring), [178, -18, 181, -16]);
});

test('a ring that goes round the pole is closed over it', () => {
  const ring = unwrap([
    [-180, -70],
    [-90, -75],
    [0, -70],
    [90, -65],
    [180, -70],
  ]);
  assert.deepEqual(ring.slice(-2), [
    [180, -90],
    [-180, -90],
  ]);
  assert.equal(boxOf(ring)[1], -90);
});

test('an ordinary ring stays as it is', () => {
  const ring = [
    [10, 50],
    [12, 50],
    [12, 52],
    [10, 50],
  ];
  assert.deepEqual(unwrap(ring), ring);
});

test('rings of less than a triangle are left out', () => {
  assert.deepEqual(
    shapesOf({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    }),
    [],
  );
  assert.equal(
    shapesOf({
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
        [
          [
            [5, 5],
            [6, 5],
            [5, 5],
          ],
        ],
      ],
    }).length,
    1,
  );
});
