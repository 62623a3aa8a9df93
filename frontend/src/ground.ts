// Lower ink: areas, sectors, places, names. Redrawn when the camera, an assumption, a site or a layer changes.
import { areas } from './areas';
import { fans } from './fans';
import { along, distance, type LonLat } from './geo';
import { kit, line, type Pen, type Rect } from './ink';
import { labels } from './labels';
import { aloft } from './satellites';
import { parts, placeOf, type State } from './state';
import type { Theme } from './theme';
import type { View } from './view';
import { number } from './words';

export function ground(g: CanvasRenderingContext2D, view: View, S: State, theme: Theme, dpr: number): Rect[] {
  const { w, h } = view,
    boxes: Rect[] = [
      [0, 0, Math.min(w - 50, 400), w < 500 ? 38 : 46],
      [w - 50, 0, w, 106],
      [0, h - 26, 170, h],
      [w - 320, h - 22, w, h],
    ];
  const pen: Pen = { ...kit(g, view, theme, dpr, boxes), view, theme, S, dpr };
  limb(pen);
  if (S.layers.area && S.field) areas(pen);
  if (S.layers.sectors) for (const part of parts()) if (part.kind === 'radar') fans(pen, part);
  if (S.layers.satellites) aloft(pen);
  if (S.compare && S.split === null) pinned(pen);
  if (S.drag) moving(pen, boxes);
  labels(pen, boxes);
  return boxes;
}

function limb({ g, view, theme }: Pen) {
  if (!view.limb) return;
  g.strokeStyle = theme.limb;
  g.lineWidth = 1;
  g.beginPath();
  view.limb.forEach((p, i) => (i ? g.lineTo(p[0], p[1]) : g.moveTo(p[0], p[1])));
  g.closePath();
  g.stroke();
}

function track({ g, view, theme }: Pen, from: LonLat, to: LonLat) {
  g.strokeStyle = theme.ink2;
  g.lineWidth = 1.1;
  g.setLineDash([4, 3]);
  line(
    g,
    view,
    Array.from({ length: 25 }, (_, i) => along(from, to, i / 24)),
  );
  const a = view.point(...from);
  g.lineWidth = 1.2;
  g.setLineDash([2, 2]);
  g.beginPath();
  g.arc(a[0], a[1], 11, 0, 7);
  g.stroke();
  g.setLineDash([]);
}

function pinned(pen: Pen) {
  // where things stood in A
  const A = pen.S.compare!;
  for (const part of [...A.scenario.batteries, ...A.scenario.sensors]) {
    const was = A.moves[part.key],
      from: LonLat = was ? [was.longitude_deg, was.latitude_deg] : [part.longitude_deg, part.latitude_deg];
    const same = parts().find((one) => one.key === part.key && one.kind === part.kind),
      to = same ? placeOf(same) : from;
    if (part.kind === 'satellite' || (same && distance(from, to) < 1) || !pen.view.point(...from)[2]) continue;
    track(pen, from, to);
    const a = pen.view.point(...from);
    pen.text('A', a[0], a[1], { weight: 650, at: ['c'], force: true });
  }
}

function moving(pen: Pen, boxes: Rect[]) {
  const { S, view, text } = pen,
    part = parts().find((one) => one.key === S.drag!.key);
  if (!part) return;
  const to = placeOf(part),
    a = view.point(...S.drag!.from),
    b = view.point(...to),
    far = distance(S.drag!.from, to);
  if (far < 0.5) return;
  track(pen, S.drag!.from, to);
  boxes.push([b[0] - 14, b[1] - 14, b[0] + 14, b[1] + 14]);
  text(`${number(Math.round(far))} km`, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2, {
    weight: 600,
    at: ['l', 't', 'b'],
    gap: 6,
  });
}
