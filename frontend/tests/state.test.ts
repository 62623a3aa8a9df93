// What is counted of an answer, and where things stand after moves.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { counted } from '../src/answer';
import {
  answered,
  boresightOf,
  capitals,
  changes,
  covered,
  isChanged,
  isMoved,
  placeOf,
  S,
  threatened,
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
  assert.equal(boresightOf(part({ faces: [{ from_deg: 60, to_deg: 180 }] })), 120);
  assert.equal(boresightOf(part({ faces: [{ from_deg: 330, to_deg: 420 }] })), 15);
  assert.equal(boresightOf(part({ faces: [{ from_deg: -60, to_deg: 20 }] })), 340);
  assert.equal(boresightOf(part()), 0);
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
