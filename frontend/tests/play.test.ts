// One raid on one clock: where a missile is, how its flight ends, which event comes next.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, between, endOf, reentryOf, stepFrom, type Flight, type Play, type Shot } from '../src/play';

const PATH = [
  [0, 10, 50, 0],
  [100, 20, 52, 200],
  [300, 40, 56, 400],
  [500, 60, 60, 90],
  [520, 62, 60.4, 0],
];
const flight = (id: string, more: Partial<Flight> = {}): Flight => ({
  id,
  threat: 'x',
  name: 'x',
  aim: 'x',
  aim_latitude_deg: 0,
  aim_longitude_deg: 0,
  missile: 'x',
  lift_off_s: 0,
  burnout_s: 60,
  end_s: 520,
  leaks: false,
  why_not: null,
  seen: [],
  path: PATH,
  ...more,
});
const shot = (of: string, meet_s: number, hits: boolean): Shot => ({
  flight: of,
  look: 1,
  battery: 'b',
  rounds: 1,
  launch_s: meet_s - 100,
  meet_s,
  hits,
  latitude_deg: 0,
  longitude_deg: 0,
  altitude_km: 0,
  path: null,
});
const play = (flights: Flight[], shots: Shot[] = [], times: number[] = []): Play => ({
  run: 'r',
  scenario: 's',
  reading: 'base',
  replicate: 1,
  told: 1,
  replicates: 1,
  seed: 1,
  changes: [],
  flights,
  shots,
  end_s: 600,
  warnings: [],
  events: times.map((time_s) => ({ time_s, kind: 'threat', flight: 'T1', what: '', why: '' })),
});

test('a missile is on its samples at their times, and straight between them', () => {
  for (const sample of PATH) assert.deepEqual(at(PATH, sample[0]), sample);
  assert.deepEqual(at(PATH, 50), [50, 15, 51, 100]);
  assert.deepEqual(at(PATH, 350), [350, 45, 57, 322.5]);
});

test('before lift-off it stands on its pad, after its end it lies where it fell', () => {
  assert.deepEqual(at(PATH, -10), PATH[0]);
  assert.deepEqual(at(PATH, 9999), PATH[4]);
});

test('over the date line it goes the short way', () => {
  const east = at(
      [
        [0, 179, 60, 0],
        [10, -179, 60, 0],
      ],
      5,
    ),
    west = at(
      [
        [0, -179, 60, 0],
        [10, 179, 60, 0],
      ],
      5,
    );
  assert.equal(Math.abs(east[1]), 180);
  assert.equal(Math.abs(west[1]), 180);
});

test('a stretch of a path begins and ends at its times and keeps the samples between', () => {
  assert.deepEqual(
    between(PATH, 50, 400).map((p) => p[0]),
    [15, 20, 40, 50],
  );
  assert.deepEqual(between(PATH, 400, 400), []);
});

test('a flight ends at the first hit on it; a miss and a hit on another change nothing', () => {
  const one = flight('T1'),
    two = flight('T2');
  const told = play(
    [one, two],
    [shot('T1', 450, false), shot('T1', 480, true), shot('T1', 470, true), shot('T2', 300, false)],
  );
  assert.equal(endOf(told, one), 470);
  assert.equal(endOf(told, two), 520);
});

test('re-entry is the last time above 100 km', () => {
  assert.equal(reentryOf(flight('T1')), 300);
  assert.equal(
    reentryOf(
      flight('T1', {
        path: [
          [0, 0, 0, 0],
          [10, 0, 0, 20],
        ],
        end_s: 12,
      }),
    ),
    12,
  );
});

test('the next event is the next one, the one before the one before', () => {
  const told = play([flight('T1')], [], [0, 60, 60.2, 487, 520]);
  assert.equal(stepFrom(told, 0, 1), 60);
  assert.equal(stepFrom(told, 60, 1), 487); // what happens within half a second is one step
  assert.equal(stepFrom(told, 487, -1), 60.2);
  assert.equal(stepFrom(told, 60, -1), 0);
});

test('behind the last event comes the end, before the first the start', () => {
  const told = play([flight('T1')], [], [60, 520]);
  assert.equal(stepFrom(told, 520, 1), 600);
  assert.equal(stepFrom(told, 30, -1), 0);
  assert.equal(stepFrom(play([]), 10, 1), 600);
});

test('forward from the start, each event is met once, and back again', () => {
  const times = [10, 20, 35, 36, 90],
    told = play([flight('T1')], [], times),
    met = [];
  for (let t = stepFrom(told, 0, 1); t < told.end_s; t = stepFrom(told, t, 1)) met.push(t);
  assert.deepEqual(met, times);
  const back = [];
  for (let t = stepFrom(told, 600, -1); t > 0; t = stepFrom(told, t, -1)) back.push(t);
  assert.deepEqual(back, [...times].reverse());
});
