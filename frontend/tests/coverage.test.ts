// Coverage is asked for what moves it, the latest state wins, and nothing is drawn of another scenario.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { asked, forget, last, open as asksFor, settled } from './fake';
import { cover, forgetCoverage, outlineOf } from '../src/coverage';
import { sectors } from '../src/fans';
import { S } from '../src/state';
import type { Coverage, Part, Scenario, Sector } from '../src/types';

const radar = {
  key: 'emr',
  kind: 'radar',
  latitude_deg: 50,
  longitude_deg: 14,
  faces: [{ from_deg: 0, to_deg: 360 }],
  reach_km: 1000,
  values: [],
} as unknown as Part;
const scenario = (name = 'small') =>
  ({
    scenario: name,
    reading: 'mda',
    sensors: [radar],
    batteries: [],
    threats: [],
    assumptions: [{ set_path: 'threats.a.rcs_x_m2', set_paths: ['threats.a.rcs_x_m2', 'threats.b.rcs_x_m2'] }],
  }) as unknown as Scenario;
const sector = (more: Partial<Sector> = {}): Sector => ({
  from_deg: 0,
  width_deg: 90,
  whole: false,
  far: [
    [20, 50],
    [20, 55],
    [14, 56],
  ],
  near: [
    [14, 50],
    [14, 50],
    [14, 50],
  ],
  ...more,
});
const answer = (key = 'emr'): Coverage => ({
  reading: 'mda',
  altitude_km: null,
  radars: [{ key, threat: null, rcs_m2: 0.01, reach_km: 900, limited_by: '', sectors: [sector()], waiting: [] }],
});
const questions = () => asksFor('/coverage');
let drawn = 0;
const redraw = () => {
  drawn++;
};
beforeEach(() => {
  forget();
  forgetCoverage();
  [S.scenario, S.reading, S.moves, S.values, S.altitude] = [scenario(), 'mda', {}, {}, null];
  drawn = 0;
});

test('a moved battery and a time ask nothing; a moved radar, a cross-section and an altitude do', async () => {
  void cover(redraw);
  await last('/coverage').reply(answer());
  assert.equal(S.coverage?.radars[0].reach_km, 900);
  S.moves = { poland: { key: 'poland', latitude_deg: 50, longitude_deg: 20 } };
  S.values = { 'command.decide_s': 90 };
  void cover(redraw);
  await settled();
  assert.equal(questions().length, 1);
  S.moves = { ...S.moves, emr: { key: 'emr', latitude_deg: 51, longitude_deg: 15, boresight_deg: 90 } };
  S.values = { 'command.decide_s': 90, 'threats.a.rcs_x_m2': 0.02 };
  S.altitude = 300;
  void cover(redraw);
  assert.deepEqual(last('/coverage').body, {
    reading: 'mda',
    changes: ['threats.a.rcs_x_m2=0.02', 'threats.b.rcs_x_m2=0.02'],
    moves: [S.moves.emr],
    altitude_km: 300,
  });
  await last('/coverage').reply(answer());
  assert.equal(drawn, 2);
});

test('while one is under way the states between are left out', async () => {
  void cover(redraw);
  for (const latitude_deg of [51, 52, 53]) {
    S.moves = { emr: { key: 'emr', latitude_deg, longitude_deg: 15 } };
    void cover(redraw);
  }
  assert.equal(questions().length, 1);
  await questions()[0].reply(answer());
  assert.equal(questions().length, 2);
  assert.deepEqual(last('/coverage').body.moves, [{ key: 'emr', latitude_deg: 53, longitude_deg: 15 }]);
  await last('/coverage').reply(answer());
  assert.equal(questions().length, 2);
});

test('an answer of a scenario that is no longer shown is not drawn', async () => {
  void cover(redraw);
  S.scenario = scenario('other');
  forgetCoverage();
  await questions()[0].reply(answer('wrong'));
  assert.equal(S.coverage, null);
  assert.match(last('/coverage').path, /other/);
  await last('/coverage').reply(answer());
  assert.equal((S.coverage as Coverage | null)?.radars[0].key, 'emr');
});

test('a refusal leaves the sector that the scenario states', async () => {
  void cover(redraw);
  await last('/coverage').reply({ error: { what: 'no' } }, 422);
  assert.equal(S.coverage, null);
  assert.equal(sectors(radar, [14, 50]).length, 1);
  assert.equal(asked.length, 1);
});

test('what is drawn is what was told: out along the far edge, back along the near one', async () => {
  void cover(redraw);
  await last('/coverage').reply(answer());
  const [fan] = sectors(radar, [0, 0]);
  assert.deepEqual(fan.outline, [
    [14, 50],
    [14, 50],
    [14, 50],
    [14, 56],
    [20, 55],
    [20, 50],
    [14, 50],
  ]);
  assert.deepEqual(outlineOf(sector({ whole: true })), sector().far);
  S.coverage!.radars[0].sectors = [sector({ far: [], near: [] })]; // nothing at that altitude
  assert.deepEqual(sectors(radar, [0, 0]), []);
});
