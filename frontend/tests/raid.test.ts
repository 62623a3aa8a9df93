// A big raid: marks are counted by cells of the screen, rows of the timeline grouped; nothing gets lost or is told twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gather, type Mark } from '../src/marks';
import type { Flight } from '../src/play';
import { heightOf, MANY_ROWS, rowsOf } from '../src/rows';

test('marks of a cell are one with their number, in the middle of them; hits and misses stay apart', () => {
  const marks: Mark[] = [
    { x: 3, y: 4, kind: 'hit' },
    { x: 9, y: 4, kind: 'hit' },
    { x: 6, y: 10, kind: 'hit' },
    { x: 5, y: 5, kind: 'miss' },
    { x: 30, y: 4, kind: 'hit' },
    { x: -3, y: 4, kind: 'lands' },
  ];
  const found = gather(marks, 20);
  assert.deepEqual(found[0], { x: 6, y: 6, kind: 'hit', count: 3 });
  assert.equal(found.length, 4);
  assert.equal(
    found.reduce((sum, one) => sum + one.count, 0),
    marks.length,
  );
  for (let i = 0; i < 300; i++) marks.push({ x: (i * 37) % 640, y: (i * 91) % 400, kind: i % 3 ? 'hit' : 'miss' });
  const all = gather(marks);
  assert.equal(
    all.reduce((sum, one) => sum + one.count, 0),
    marks.length,
  );
  for (const one of all.slice(0, 50))
    assert.equal(
      all.filter(
        (two) =>
          two.kind === one.kind &&
          Math.floor(two.x / 26) === Math.floor(one.x / 26) &&
          Math.floor(two.y / 26) === Math.floor(one.y / 26),
      ).length,
      1,
    );
});

const flights = (n: number, threats: number, aims: number) =>
  Array.from(
    { length: n },
    (_, i) => ({ id: `W${i + 1}`, threat: `t${i % threats}`, aim: `a${i % aims}`, lift_off_s: (i * 7) % n }) as Flight,
  );

test('up to twelve missiles have a row each, the one that is followed on top', () => {
  const rows = rowsOf(flights(MANY_ROWS, 2, 3), 'W5', new Set());
  assert.deepEqual(rows.map((row) => row.key).slice(0, 3), ['W5', 'W1', 'W2']);
  assert.equal(rows.length, MANY_ROWS);
  assert.ok(rows.every((row) => row.single));
});

test('a big raid has a row a launch area and place, in order of launch, which opens; none is lost', () => {
  const raid = flights(60, 2, 3),
    rows = rowsOf(raid, '', new Set());
  assert.equal(rows.length, 6); // two areas and three places, all met
  assert.deepEqual(rows.flatMap((row) => row.flights.map((f) => f.id)).sort(), raid.map((f) => f.id).sort());
  for (const row of rows) assert.ok(row.flights.every((f, i) => !i || f.lift_off_s >= row.flights[i - 1].lift_off_s));
  const open = rowsOf(raid, 'W7', new Set([rows[1].key]));
  assert.equal(open[0].key, 'W7');
  assert.equal(open.length, 1 + 6 + rows[1].flights.length);
  assert.equal(rowsOf(flights(300, 2, 299), '', new Set()).length, 2); // too many places: one row an area
});

test('a row of many is no taller than three of one', () => {
  const [one] = rowsOf(flights(300, 1, 1), '', new Set());
  assert.equal(one.flights.length, 300);
  assert.ok(heightOf(one) <= 66 && heightOf(one) >= 22);
});
