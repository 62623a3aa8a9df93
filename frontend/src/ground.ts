// Lower ink: areas, sectors, places, names. Redrawn when the camera, an assumption, a site or a layer changes.
import { areas } from './areas';
import { isFar } from './disc';
import { fans } from './fans';
import { along, distance, type LonLat } from './geo';
import { handlesAt } from './handles';
import { kit, line, type Label, type Pen, type Rect } from './ink';
import { labels } from './labels';
import { aloft } from './satellites';
import { parts, placeOf, type State } from './state';
import type { Theme } from './theme';
import type { View } from './view';
import { number } from './words';

export interface Drawn {
  boxes: Rect[]; // where no label may stand
  told: Label[];
}
export function ground(g: CanvasRenderingContext2D, view: View, S: State, theme: Theme, dpr: number): Drawn {
  const { w, h } = view,
    boxes: Rect[] = [...controls(w, h), ...over(S, w, h)];
  const pen: Pen = { ...kit(g, view, theme, dpr, boxes), view, theme, S, dpr };
  limb(pen);
  obstacles(pen, boxes);
  if (S.layers.area && S.field) areas(pen);
  if (S.layers.sectors) for (const part of parts()) if (part.kind === 'radar') fans(pen, part);
  if (S.layers.satellites) aloft(pen);
  if (S.compare && S.split === null) pinned(pen);
  if (S.drag) moving(pen, boxes);
  labels(pen, boxes);
  return { boxes, told: pen.told };
}

// Where legend, buttons, scale and credit stand: measured when the map or the legend is another, not in every frame.
const OVER = ['#legend', '.mapkeys', '.credit'];
const stood = { key: '', boxes: [] as Rect[] };
function controls(w: number, h: number): Rect[] {
  const key = `${w} ${h} ${document.getElementById('legend')?.textContent}`;
  if (stood.key === key) return stood.boxes;
  const from = document.getElementById('ink')!.getBoundingClientRect();
  stood.boxes = OVER.map((one) => document.querySelector(one)!.getBoundingClientRect())
    .filter((b) => b.width)
    .map((b): Rect => [b.left - from.left - 2, b.top - from.top - 2, b.right - from.left + 2, b.bottom - from.top + 2]);
  stood.boxes.push([0, h - 32, 210, h]); // the scale, however long
  if (key.trim().split(' ').length > 2) stood.key = key; // the legend has its words
  return stood.boxes;
}

// What lies over the map for now: the card of a site, and in a split view the other side with its line and its letters.
const LINE = 4,
  LETTERS: Rect = [-30, -72, 30, -36]; // px, from the line and from the lower edge
function over(S: State, w: number, h: number): Rect[] {
  const card = document.getElementById('card')!,
    found: Rect[] = [];
  if (!card.hidden && card.firstChild)
    found.push([
      card.offsetLeft,
      card.offsetTop,
      card.offsetLeft + card.offsetWidth,
      card.offsetTop + card.offsetHeight,
    ]);
  if (S.split === null) return found;
  const x = S.split * w;
  found.push(S.compare ? [0, 0, x + LINE, h] : [x - LINE, 0, w, h]); // A is drawn as if nothing were compared
  found.push([x + LETTERS[0], h + LETTERS[1], x + LETTERS[2], h + LETTERS[3]]);
  return found;
}

const PIN = 12,
  DOT = 4; // px, half of what a pin takes; a dot on a small globe
function obstacles({ S, see, view, disc }: Pen, boxes: Rect[]) {
  const round = ([x, y]: readonly [number, number, ...unknown[]], r: number) =>
      boxes.push([x - r, y - r, x + r, y + r]),
    half = isFar(disc) ? DOT : PIN;
  for (const part of parts()) {
    const q = part.kind === 'satellite' ? null : see(placeOf(part));
    if (q) round(q, half);
  }
  for (const { x, y } of handlesAt(view)) round([x, y], PIN);
  for (const threat of S.scenario?.threats ?? [])
    for (const at of threat.launches) {
      const q = see([at.longitude_deg, at.latitude_deg]);
      if (q) round(q, half);
    }
}

function limb({ g, view, theme }: Pen) {
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
