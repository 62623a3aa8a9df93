// Defended areas on the land that is protected: tint and hatch by shots, or what A and B differ in.
import type { Field } from './contour';
import { hatch, pattern, type Pen } from './ink';
import { path, shapeOf } from './shape';
import type { State } from './state';
import { alpha, type Theme } from './theme';
import type { Ground } from './types';
import type { View } from './view';

const TINT = [0.08, 0.1, 0.13],
  GAP = [9, 6];

function without(g: CanvasRenderingContext2D, view: View, inner: Path2D) {
  const whole = new Path2D();
  whole.rect(-9, -9, view.w + 18, view.h + 18);
  whole.addPath(inner);
  g.clip(whole, 'evenodd');
}

// Each country once: where it lies twice, even-odd clips it away. The same array as long as the same ground is shown.
const land = { of: [] as (Ground | null | undefined)[], shapes: [] as number[][][][] };
function landOf(S: State) {
  const of = [S.ground, S.compare?.ground];
  if (of.some((one, i) => one !== land.of[i]) || !land.of.length) {
    const all = of.flatMap((one) => one?.land ?? []);
    land.shapes = [...new Map(all.map((l) => [l.country, l])).values()].flatMap((l) => l.geometry.coordinates);
    land.of = of;
  }
  return land.shapes;
}

export function areas({ g, view, theme, S, dpr }: Pen) {
  const land = path(view, landOf(S));
  g.save();
  g.clip(land, 'evenodd');
  if (S.compare?.field && S.split === null) difference(g, view, theme, S.compare.field, S.field!, dpr);
  else {
    const now = S.field!.levels.map((level) => shapeOf(view, level));
    now.forEach(({ fill }, k) => {
      g.fillStyle = alpha(theme.defended, TINT[k]);
      g.fill(fill, 'evenodd');
    });
    const band = (k: number) => {
      if (!now[k] || k > 1) return;
      g.save();
      g.clip(now[k].fill, 'evenodd');
      if (now[k + 1]) without(g, view, now[k + 1].fill);
      g.fillStyle = hatch(g, alpha(theme.defended, k ? 0.6 : 0.5), GAP[k], k === 1, 0.9, dpr);
      g.fillRect(0, 0, view.w, view.h);
      g.restore();
    };
    band(0);
    band(1);
    g.fillStyle = dots(g, alpha(theme.unknown, 0.55), dpr);
    g.fill(path(view, S.field!.apart), 'evenodd');
    g.strokeStyle = theme.defended;
    now.forEach(({ edge }, k) => {
      g.lineWidth = k ? 1.1 : 1.8;
      g.stroke(edge);
    });
  }
  if (S.drag?.field) {
    g.strokeStyle = theme.ink;
    g.lineWidth = 1.3;
    g.setLineDash([2, 4]);
    g.stroke(shapeOf(view, S.drag.field.levels[0]).edge);
    g.setLineDash([]);
  }
  g.restore();
}

function dots(g: CanvasRenderingContext2D, colour: string, dpr: number) {
  return pattern(g, `dots ${colour} ${dpr}`, Math.round(8 * dpr), dpr, (p, size) => {
    p.fillStyle = colour;
    p.fillRect(size / 2 - dpr / 2, size / 2 - dpr / 2, dpr, dpr);
  });
}

function difference(g: CanvasRenderingContext2D, view: View, theme: Theme, before: Field, now: Field, dpr: number) {
  const A = shapeOf(view, before.levels[0]),
    B = shapeOf(view, now.levels[0]);
  const minus = (a: Path2D, b: Path2D, falling: boolean, colour: string, tint: number) => {
    g.save();
    g.clip(a, 'evenodd');
    without(g, view, b);
    g.fillStyle = alpha(colour, tint);
    g.fillRect(0, 0, view.w, view.h);
    g.fillStyle = hatch(g, alpha(colour, 0.9), 6, falling, 1.2, dpr);
    g.fillRect(0, 0, view.w, view.h);
    g.restore();
  };
  g.fillStyle = alpha(theme.defended, 0.14);
  g.save();
  g.clip(A.fill, 'evenodd');
  g.fill(B.fill, 'evenodd');
  g.restore();
  minus(B.fill, A.fill, false, theme.defended, 0.18);
  minus(A.fill, B.fill, true, theme.uncoveredMark, 0.16);
  g.strokeStyle = theme.ink2;
  g.lineWidth = 1.2;
  g.setLineDash([5, 4]);
  g.stroke(A.edge);
  g.setLineDash([]);
  g.strokeStyle = theme.defended;
  g.lineWidth = 1.8;
  g.stroke(B.edge);
}
