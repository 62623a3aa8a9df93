// What is counted of an answer, and where things stand after moves.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { counted } from '../src/answer';
import {
  answered,
  looksTo,
  capitals,
  changes,
  covered,
  isChanged,
  facesOf,
  isMoved,
  isShifted,
  isTurned,
  narrowedTo,
  placeOf,
  S,
  threatened,
  turnable,
  turnedTo,
} from '../src/state';
import type { Named, Part, PlaceAnswer, Word } from '../src/types';

const place = (name: string, status: Word, capital = true): PlaceAnswer => ({
  name,
  country: 'XX',
  latitude_deg: 0,
  longitude_deg: 0,
  population: 1,
  capital,
  status,
  covered: status === 'defended',
  shots: 0,
  deciding_threat: null,
  why_not: null,
});
const PLACES = [
  place('a', 'defended'),
  place('b', 'defended'),
  place('c', 'undefended'),
  place('d', 'not-threatened'),
  place('town', 'undefended', false),
  place('village', 'defended', false),
];
const part = (more: Partial<Part> = {}): Part => ({
  key: 'brdy',
  kind: 'radar',
  preset: 'x',
  owner: 'US',
  host: 'CZ',
  latitude_deg: 49.7,
  longitude_deg: 13.8,
  values: [],
  ...more,
});
beforeEach(() => {
  S.moves = {};
  S.values = {};
});

test('capitals that nothing threatens are left out of the number, towns never count', () => {
  const { covered: held, of, out, apart } = counted(PLACES);
  assert.deepEqual([held, of, apart], [2, 3, 1]);
  assert.deepEqual(
    out.map((p) => p.name),
    ['c'],
  );
});

test('covered and not covered make up those threatened', () => {
  const of = threatened(capitals(PLACES));
  assert.equal(covered(of).length + counted(PLACES).out.length, of.length);
});

test('no places: none of none', () => assert.deepEqual(counted([]), { covered: 0, of: 0, out: [], apart: 0 }));

test('places are those of the reading that is asked for', () => {
  const named: Named = {
    warnings: [],
    readings: [
      { reading: 'mda', places: PLACES },
      { reading: 'lewis-postol', places: PLACES.slice(0, 1) },
    ],
  };
  assert.equal(answered(named, 'lewis-postol').length, 1);
  assert.deepEqual(answered(named, 'other'), []);
  assert.deepEqual(answered(null, 'mda'), []);
});

test('a part stands where it was moved to, else where the scenario has it', () => {
  assert.deepEqual(placeOf(part()), [13.8, 49.7]);
  S.moves = { brdy: { key: 'brdy', latitude_deg: 50, longitude_deg: -179.5 } };
  assert.deepEqual(placeOf(part()), [-179.5, 50]);
  assert.ok(isMoved('brdy') && !isMoved('other'));
});

test('a face looks along its middle, over north too', () => {
  assert.equal(looksTo(part({ faces: [{ from_deg: 60, to_deg: 180 }] })), 120);
  assert.equal(looksTo(part({ faces: [{ from_deg: 330, to_deg: 420 }] })), 15);
  assert.equal(looksTo(part({ faces: [{ from_deg: -60, to_deg: 20 }] })), 340);
  assert.equal(looksTo(part()), 0);
});

test('several faces turn together by what is moved, the short way, and each is narrowed about its middle', () => {
  const two = part({
    key: 'two',
    kind: 'radar',
    latitude_deg: 76,
    longitude_deg: -68,
    faces: [
      { from_deg: 297, to_deg: 57 },
      { from_deg: 57, to_deg: 177 },
    ],
  });
  assert.ok(turnable(two));
  assert.equal(looksTo(two), 357);
  assert.deepEqual(turnedTo(two, 12), { turned_deg: 15 });
  assert.deepEqual(turnedTo(two, 350), { turned_deg: -7 });
  assert.deepEqual(turnedTo(two, 177.04), { turned_deg: -180 });
  assert.deepEqual(narrowedTo(two, 200), { sector_deg: 120 });
  assert.deepEqual(narrowedTo(two, 1), { sector_deg: 5 });
  S.moves = { two: { key: 'two', latitude_deg: 76, longitude_deg: -68, turned_deg: 15, sector_deg: 60 } };
  assert.equal(looksTo(two), 12);
  assert.deepEqual(
    facesOf(two).map((face) => [(face.from_deg + 360) % 360, (face.to_deg + 360) % 360]),
    [
      [342, 42],
      [102, 162],
    ],
  );
  assert.ok(isTurned('two') && !isShifted(two));
  S.moves = {};
  const one = part({ key: 'one', kind: 'radar', faces: [{ from_deg: 60, to_deg: 180 }] });
  assert.deepEqual(turnedTo(one, -10), { boresight_deg: 350 });
  assert.ok(!turnable(part({ kind: 'radar', faces: [{ from_deg: 0, to_deg: 360 }] })));
});

test('what is changed is told in the words of --set', () => {
  assert.ok(!isChanged());
  S.values = { 'command.track_s': 30, 'kill.reliability': 0.85 };
  assert.deepEqual(changes(), ['command.track_s=30', 'kill.reliability=0.85']);
  assert.ok(isChanged());
  S.values = {};
  S.moves = { brdy: { key: 'brdy', latitude_deg: 50, longitude_deg: 14 } };
  assert.ok(isChanged());
});
