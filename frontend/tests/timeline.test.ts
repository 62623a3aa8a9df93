// Lines and figures of the timeline never touch, however long the raid.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ticksOf } from '../src/timeline';

const WIDEST = 20; // px, three figures of 11 px

test('a raid of half an hour has a line a minute and a figure every five', () => {
  assert.deepEqual(ticksOf(33.5, 480, false), [1, 5]);
  assert.deepEqual(ticksOf(20, 480, false), [1, 2]);
  assert.deepEqual(ticksOf(33.5, 316, true), [5, 5]);
});

test('figures keep apart from a minute to eight hours, wide and narrow', () => {
  for (const [px, narrow] of [
    [480, false],
    [316, true],
  ] as const)
    for (let minutes = 1; minutes <= 480; minutes++) {
      const [tick, figure] = ticksOf(minutes, px, narrow);
      assert.equal(figure % tick, 0);
      assert.ok((figure * px) / minutes > WIDEST, `${minutes} minutes: a figure every ${figure}`);
    }
});
