import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amount, asked, figure, onTrack, type FlipPoint } from '../src/turning';

const flip = (step: number, whole = false): FlipPoint => ({
  reading: 'a',
  parameter: 'delay',
  unit: 's',
  value_now: 1,
  value_at_flip: 5,
  plausible_range: [1, 10],
  source: '',
  turn: { input: 'delay', step, scale: 1, whole },
  slider: null,
});

test('a value is asked in the unit of the input, whole where only whole numbers make sense', () => {
  assert.deepEqual(asked({ input: 'speeds.mda', step: 0.025, scale: 1000, whole: false }, 5.3), { 'speeds.mda': 5300 });
  assert.deepEqual(asked({ input: 'interceptors', step: 1, scale: 1, whole: true }, 61.6), { interceptors: 62 });
});
test('the slider stops at multiples of the step, and at the ends of the range', () => {
  assert.equal(onTrack(flip(0.5), 5.3), 5.5);
  assert.equal(onTrack(flip(0.1), 0.3 + 1), 1.3);
  assert.equal(onTrack(flip(1, true), 5.4), 5);
  assert.equal(onTrack(flip(1), 0.2), 1);
  assert.equal(onTrack(flip(1), 99), 10);
});
test('large sums have commas, small ones four figures, and a pure number no unit', () => {
  assert.equal(figure(213e6), '213,000,000');
  assert.equal(figure(0.123456), '0.1235');
  assert.equal(figure(null), 'none');
  assert.equal(amount(0.25, '1'), '0.25');
  assert.equal(amount(72, 's'), '72\u202fs');
});
