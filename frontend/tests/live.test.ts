// Questions and answers while a hand moves: the latest wins, what is older is dropped, nothing is asked twice at a time.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { asked, forget, last, open as asksFor, settled, waitFor } from './fake';
import { block, groundOf } from './ground';
import { changed, fine, heard, open } from '../src/live';
import { S } from '../src/state';
import type { Exact, Named, Word } from '../src/types';

const CELLS = block(190, 138, 4, 1),
  RESTED = 250; // ms, more than the hand rests before the full question
const placed = {
  at: 4,
  name: 'Town',
  country: 'XX',
  latitude_deg: 48.5,
  longitude_deg: 11.5,
  population: 9,
  capital: true,
};
const GROUND = { ...groundOf(CELLS), rows: CELLS.length + 1, places: [placed] };
const SCENARIO = {
  scenario: 'small',
  reading: 'mda',
  readings: ['mda'],
  sensors: [],
  batteries: [],
  threats: [],
  assumptions: [],
  warnings: [],
};
const named = (status: Word): Named => ({
  warnings: [],
  readings: [
    {
      reading: 'mda',
      places: [{ ...placed, status, covered: status === 'defended', shots: 1, deciding_threat: null, why_not: null }],
    },
  ],
});
const exact = (status: number[]): Exact => ({
  readings: [],
  cells_live: { status, shots: status.map((one) => (one === 1 ? 2 : 0)) },
  command: '',
  warnings: [],
});
const quick = (status: number) => ({ at: [0, 1, 2, 3, 4], status: [0, 0, 0, 0, 0].map(() => status) });
const isQuick = () => asksFor('/footprint').filter((one) => one.body.quick);
const isFull = () => asksFor('/footprint').filter((one) => !one.body.quick);
let drawn = 0;
heard.redraw = () => {
  drawn++;
};

async function opened() {
  const done = open('small', null);
  await last('scenarios/small').reply(SCENARIO);
  await last('/ground').reply(GROUND);
  await last('/places').reply(named('undefended'));
  await last('/footprint').reply(exact([2, 2, 2, 2]));
  await done;
  forget();
}
async function rested() {
  // let the full question of the last change come and be answered
  await waitFor(RESTED);
  while (asked.length) {
    const now = [...asked];
    forget();
    for (const one of now)
      await one.reply(
        one.path.includes('/places') ? named('undefended') : one.body.quick ? quick(2) : exact([2, 2, 2, 2]),
      );
  }
}
beforeEach(async () => {
  await rested();
  await opened();
});

test('a scenario is shown as written: places, then the area; nothing waits afterwards', () => {
  assert.deepEqual([...S.status], [2, 2, 2, 2, 2]);
  assert.ok(S.first && S.exact && S.named && S.field);
  assert.equal(S.waiting, false);
  assert.equal(S.failure, null);
});

test('while a question is under way only the latest change waits', async () => {
  changed();
  for (const seconds of [10, 20, 30, 40]) {
    S.values = { 'command.track_s': seconds };
    changed();
  }
  assert.equal(isQuick().length, 1);
  await isQuick()[0].reply(quick(1));
  assert.equal(isQuick().length, 2);
  assert.deepEqual(isQuick()[1].body.changes, ['command.track_s=40']);
  assert.ok((isQuick()[1].body.number as number) > (isQuick()[0].body.number as number));
  assert.equal(isQuick()[0].body.session, isQuick()[1].body.session);
  await isQuick()[1].reply(quick(2));
  assert.equal(isQuick().length, 2); // and no third
});

test('each quick answer is drawn as it comes, and the place follows', async () => {
  const before = drawn;
  changed();
  await isQuick()[0].reply(quick(1));
  assert.ok(drawn > before);
  assert.deepEqual([...S.status], [1, 1, 1, 1, 1]);
  assert.ok(S.field!.levels[0].length === 1);
});

test('a quick answer tells whether one shot fits; how many fitted is kept only where one still does', async () => {
  S.shots.set([3, 2, 1, 0]);
  changed();
  await isQuick()[0].reply({ at: [0, 1, 3], status: [1, 2, 1] });
  assert.deepEqual([...S.shots], [3, 0, 1, 1]);
});

test('when the hand rests, places and area are asked in full', async () => {
  S.values = { 'command.track_s': 5 };
  changed();
  await isQuick()[0].reply(quick(1));
  assert.equal(asksFor('/places').length, 0);
  await waitFor(RESTED);
  await last('/places').reply(named('defended'));
  await isFull()[0].reply(exact([1, 1, 2, 2]));
  assert.deepEqual([...S.status], [1, 1, 2, 2, 1]);
  assert.deepEqual([...S.shots], [2, 2, 0, 0]);
  assert.equal(S.waiting, false);
  assert.equal(S.first!.exact.cells_live.status[0], 2); // the scenario as written stays what it was
});

test('a full answer that is overtaken by a newer one is not shown, whichever comes first', async () => {
  S.values = { 'command.track_s': 1 };
  const older = fine();
  S.values = { 'command.track_s': 2 };
  const newer = fine();
  const [first, second] = asksFor('/places');
  await second.reply(named('defended'));
  await first.reply(named('not-threatened'));
  assert.equal(S.named!.readings[0].places[0].status, 'defended');
  assert.equal(isFull().length, 1); // the older one asks nothing more
  await isFull()[0].reply(exact([1, 1, 1, 1]));
  await Promise.all([older, newer]);
  assert.equal(S.exact!.cells_live.status[0], 1);
});

test('a quick answer that comes after the full one is not shown over it', async () => {
  changed();
  changed(); // waits for the first
  const late = isQuick()[0];
  void fine(); // the hand lets go
  await last('/places').reply(named('defended'));
  await isFull()[0].reply(exact([1, 2, 1, 2]));
  await late.reply(quick(2));
  assert.deepEqual([...S.status], [1, 2, 1, 2, 1]);
  assert.deepEqual([...S.shots], [2, 0, 2, 0]);
  assert.equal(isQuick().length, 1); // the second change is answered in full: nothing is asked for it any more
  changed();
  await last('/footprint').reply(quick(2)); // and the next one is
  assert.deepEqual([...S.status], [2, 2, 2, 2, 2]);
});

test('a quick answer about the scenario before is not shown on the ground of the next', async () => {
  changed();
  const late = isQuick()[0];
  forget();
  const done = open('small', null);
  await last('scenarios/small').reply(SCENARIO);
  await last('/ground').reply({ ...groundOf(block(190, 138, 2, 1)), rows: 3, places: [{ ...placed, at: 2 }] });
  await late.reply(quick(1));
  assert.deepEqual([...S.status], [0, 0, 0]);
  await last('/places').reply(named('undefended'));
  await last('/footprint').reply(exact([2, 2]));
  await done;
  assert.deepEqual([...S.status], [2, 2, 2]);
});

test('a full answer is dropped where the hand has moved on since', async () => {
  void fine();
  changed();
  await asksFor('/places')[0].reply(named('defended'));
  assert.equal(S.named!.readings[0].places[0].status, 'undefended');
  assert.equal(isFull().length, 0);
});

test('a full area that comes late is dropped too', async () => {
  void fine();
  await asksFor('/places')[0].reply(named('undefended'));
  changed();
  await isFull()[0].reply(exact([1, 1, 1, 1]));
  assert.equal(S.exact!.cells_live.status[0], 2);
});

test('that a question was overtaken is no failure', async () => {
  changed();
  await isQuick()[0].reply({ overtaken: true });
  assert.equal(S.failure, null);
  assert.deepEqual([...S.status], [2, 2, 2, 2, 2]);
});

test('what the server refuses is told in its words, and the last answer stays', async () => {
  S.values = { 'kill.reliability': 7 };
  changed();
  await isQuick()[0].reply({ error: { what: 'must be at most 1', where: 'kill.reliability', got: '7' } }, 422);
  assert.equal(S.failure, 'must be at most 1; where: kill.reliability; got: 7');
  assert.deepEqual([...S.status], [2, 2, 2, 2, 2]);
  S.values = {};
  changed();
  await last('/footprint').reply(quick(1));
  assert.equal(S.failure, null);
});

test('a server that says no more than a number is told so', async () => {
  changed();
  await isQuick()[0].reply('no object', 500);
  assert.equal(S.failure, 'the server said 500');
});

test('a server that is gone is told as such, until it answers again', async () => {
  changed();
  await isQuick()[0].fail();
  assert.equal(S.stale, true);
  assert.equal(S.failure, null);
  changed();
  await last('/footprint').reply(quick(2));
  assert.equal(S.stale, false);
});

test('what follows a hand is asked in one box for a whole drag, round the date line too', async () => {
  S.moves = { north: { key: 'north', latitude_deg: 60, longitude_deg: -170 } };
  S.drag = { key: 'north', from: [-170, 60], field: null, exact: null, named: null };
  changed();
  const box = isQuick()[0].body.box as Record<string, number>;
  assert.deepEqual(box, { west: 140, east: 230, south: 35, north: 85 });
  S.moves.north.longitude_deg = -160;
  changed();
  await isQuick()[0].reply(quick(2));
  assert.deepEqual(isQuick()[1].body.box, box);
  assert.deepEqual((isQuick()[1].body.moves as { longitude_deg: number }[])[0].longitude_deg, -160);
  S.drag = null;
  changed();
  await isQuick()[1].reply(quick(2));
  assert.equal(isQuick()[2].body.box, null);
  await settled();
});
