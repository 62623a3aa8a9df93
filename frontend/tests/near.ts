import assert from 'node:assert/strict';

export function near(got: number, wanted: number, within: number, what = '') {
  assert.ok(Math.abs(got - wanted) <= within, `${what} got ${got}, wanted ${wanted} within ${within}`);
}
