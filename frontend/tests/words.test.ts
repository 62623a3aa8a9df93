import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  area,
  assumptionName,
  clock,
  degrees,
  km,
  number,
  range,
  REASONS,
  signed,
  stepped,
  title,
  withUnit,
} from '../src/words';

test('numbers have commas, a true minus, and no minus at zero', () => {
  assert.equal(number(1290), '1,290');
  assert.equal(number(-2.618, 2), '−2.62');
  assert.equal(number(-0.004, 2), '0.00');
  assert.equal(number(14.1), '14');
  assert.equal(area(14_180_000), '14.18');
});

test('a change always shows its sign', () => {
  assert.deepEqual([signed(2), signed(-2.62, 2), signed(0.5, 1)], ['+2', '−2.62', '+0.5']);
});

test('a unit stands after a thin space that does not break', () => {
  assert.equal(km(1290), '1,290\u202fkm');
  assert.equal(withUnit('6.3', 'km/s'), '6.3\u202fkm/s');
  assert.equal(withUnit('3', ''), '3');
  assert.equal(withUnit('136', 'interceptors'), '136\u00a0interceptors');
});

test('times are minutes and seconds, never rounded up to sixty', () => {
  assert.deepEqual([0, 59.99, 60, 547, 3600, -5].map(clock), ['0:00', '0:59', '1:00', '9:07', '60:00', '−0:05']);
});

test('a place has its hemispheres', () => {
  assert.equal(degrees(54.281, 21.271), '54.28° N, 21.27° E');
  assert.equal(degrees(-33.9, -70.6), '33.90° S, 70.60° W');
});

test('a value has as many digits as its step', () => {
  assert.deepEqual(
    [stepped(0.85, 0.01), stepped(6.3, 0.1), stepped(120, 1), stepped(120.4, 10)],
    ['0.85', '6.3', '120', '120'],
  );
});

test('a range of one value is that value', () => assert.deepEqual([range(19, 19), range(18, 22)], ['19', '18–22']));

test('keys are read as words', () => {
  assert.equal(title('european-site-2008'), 'European site 2008');
  assert.equal(title('track_s'), 'Track s');
  assert.equal(title(''), '');
  assert.equal(assumptionName('command.decide_s'), 'Time to decide');
  assert.equal(assumptionName('batteries.north-1.ready'), 'Interceptors, north-1');
  assert.equal(assumptionName('kill.something_new'), 'Something new');
});

test('every reason of the closed list has words', () => {
  const LIST = [
    'not-seen',
    'seen-too-late',
    'no-track',
    'no-authority',
    'out-of-reach',
    'too-low',
    'too-high',
    'no-interceptor-left',
    'channel-busy',
    'held-in-reserve',
  ];
  assert.deepEqual(Object.keys(REASONS).sort(), [...LIST].sort());
});
