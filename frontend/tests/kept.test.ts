// What is kept between frames is used again for the same view and the same area, and for no others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planeView } from '../src/plane';
import { keeper, type View } from '../src/view';

class Path {
  ways: [string, number, number][] = [];
  moveTo(x: number, y: number) {
    this.ways.push(['move', x, y]);
  }
  lineTo(x: number, y: number) {
    this.ways.push(['line', x, y]);
  }
  closePath() {}
}
Object.assign(globalThis, { Path2D: Path });
const { shapeOf } = await import('../src/shape');

const LAND = [
  [
    [
      [10, 45],
      [20, 45],
      [20, 55],
      [10, 55],
    ],
  ],
];
const about = (lon: number): View => planeView(800, 600, [lon, 50], 400);
const ways = (view: View, land = LAND) => (shapeOf(view, land).fill as unknown as Path).ways;

test('a view stays the same object until one of its numbers changes', () => {
  const kept = keeper();
  let made = 0;
  const view = (lon: number) => kept([800, 600, lon], () => (made++, about(lon)));
  const first = view(15);
  assert.equal(view(15), first);
  assert.notEqual(view(16), first);
  assert.deepEqual(view(15).point(15, 50), first.point(15, 50)); // as it was, made again
  assert.equal(made, 3);
});

test('a shape is drawn once for a view and an area, and anew for another view or another area', () => {
  const view = about(15);
  assert.equal(shapeOf(view, LAND), shapeOf(view, LAND));
  const turned = about(25);
  assert.notDeepEqual(ways(turned), ways(view));
  assert.deepEqual(ways(about(25)), ways(turned));
  const half = LAND.map((rings) => rings.map((ring) => ring.map(([lon, lat]) => [lon / 2, lat])));
  assert.notDeepEqual(ways(view, half), ways(view));
});

test('a shape with a place that it holds is never kept: the same ring may hold the other side of the Earth', () => {
  const view = about(15),
    [inside, outside] = [shapeOf(view, LAND, [15, 50]), shapeOf(view, LAND, [-165, -50])];
  assert.notDeepEqual((outside.fill as unknown as Path).ways, (inside.fill as unknown as Path).ways);
});
