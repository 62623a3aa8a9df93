// Where a name finds room: beside its mark, else further off at the end of a line, else nowhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { discOf } from '../src/disc';
import { kit, type Rect, type TextStyle } from '../src/ink';
import type { Theme } from '../src/theme';
import type { View } from '../src/view';

const LETTER = 6, // px, each as wide as the other
  W = 400,
  H = 300;
const circle = (r: number): [number, number][] =>
  Array.from({ length: 90 }, (_, i) => [
    W / 2 + r * Math.cos((i * Math.PI) / 45),
    H / 2 + r * Math.sin((i * Math.PI) / 45),
  ]);
function written(words: string, at: [number, number], boxes: Rect[], style: TextStyle, r = 1000) {
  const lines: [number, number][] = [],
    note = (x: number, y: number) => void lines.push([x, y]),
    nothing = () => {};
  const g = new Proxy(
    { measureText: (text: string) => ({ width: text.length * LETTER }), moveTo: note, lineTo: note },
    { get: (known, name) => (known as Record<string | symbol, unknown>)[name] ?? nothing, set: () => true },
  ) as unknown as CanvasRenderingContext2D;
  const view = { w: W, h: H, limb: circle(r) } as unknown as View,
    obstacles = boxes.slice(),
    { text, told } = kit(g, view, {} as Theme, 1, obstacles),
    placed = text(words, ...at, style);
  return { placed, lines, box: told[0]?.box };
}
const meet = (a: Rect, b: Rect) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
const AT: [number, number] = [200, 150],
  PIN: Rect = [188, 138, 212, 162],
  CROWD: Rect[] = [PIN, [150, 150, 187, 165], [213, 135, 250, 170], [170, 166, 240, 178], [170, 120, 185, 137]];

test('a name stands beside its mark where there is room, without a line', () => {
  const { placed, lines, box } = written('poland', AT, [PIN], { gap: 14, led: true });
  assert.ok(placed);
  assert.deepEqual(lines, []);
  assert.equal(box[0], AT[0] + 14 - 2);
});

test('a name that matters finds room further off, at the end of a line from its mark', () => {
  const all: TextStyle = { gap: 14, at: ['r', 'l', 'tr', 'br', 'tl', 'bl', 'b', 't'] };
  const crowd: Rect[] = [...CROWD, [186, 118, 260, 134]];
  assert.equal(written('poland', AT, crowd, all).placed, false);
  const { placed, lines, box } = written('poland', AT, crowd, { ...all, led: true });
  assert.ok(placed);
  for (const one of crowd) assert.ok(!meet(box, one), `${box} lies on ${one}`);
  const [from, to] = lines;
  assert.ok(Math.hypot(from[0] - AT[0], from[1] - AT[1]) < 13, 'it begins at the pin');
  const onEdge = to[0] >= box[0] - 1e-9 && to[0] <= box[2] + 1e-9 && to[1] >= box[1] - 1e-9 && to[1] <= box[3] + 1e-9;
  assert.ok(onEdge, 'it ends at the name');
  for (let f = 0.5; f < 1; f += 0.05) {
    const [x, y] = [AT[0] + f * (to[0] - AT[0]), AT[1] + f * (to[1] - AT[1])];
    if (Math.max(Math.abs(x - AT[0]), Math.abs(y - AT[1])) < 18) continue;
    assert.ok(!crowd.some((one) => meet([x, y, x, y], one)), 'it runs over nothing');
  }
});

test('where nothing is free even far off it is left out', () => {
  assert.equal(written('poland', AT, [[0, 0, W, H]], { gap: 14, led: true }).placed, false);
});

test('a land seen from the side has no name, one that faces us has', () => {
  const style: TextStyle = { onEarth: true, at: ['c'] };
  assert.ok(written('LIBYA', [200, 150 + 110], [], style, 140).placed);
  assert.ok(!written('LIBYA', [200, 150 + 131], [], style, 140).placed); // wholly on the disc, at its edge
  const disc = discOf(circle(140));
  assert.deepEqual([disc.faces(200, 150 + 128), disc.faces(200, 150 + 131)], [true, false]);
});
