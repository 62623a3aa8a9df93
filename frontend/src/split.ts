// Split view: A left of a line, B right of it, one camera. The line is moved with the mouse or with arrow keys.
import { $, h } from './dom';
import { symbol, CODES } from './pins';
import { spot } from './satellites';
import { S, type Snapshot } from './state';
import type { View } from './view';

const LAYERS = ['inkA', 'airA', 'pinsA'];
export const isSplit = () => S.compare !== null && S.split !== null;

export function asA(work: () => void) {
  // draws with A in the place of what the page shows
  const held = { ...S },
    { side, ...shown } = S.compare!;
  Object.assign(S, shown, { compare: null, drag: null, focus: null, follow: '' });
  try {
    work();
  } finally {
    Object.assign(S, held);
  }
}

export function placeDivider() {
  const on = isSplit(),
    bar = $('divider'),
    at = `${((S.split ?? 0) * 100).toFixed(2)}%`;
  bar.hidden = !on;
  for (const id of LAYERS) {
    $(id).hidden = !on;
    $(id).style.clipPath = on ? `inset(0 calc(100% - ${at}) 0 0)` : '';
  }
  for (const id of ['ink', 'air', 'pins', 'handles']) $(id).style.clipPath = on ? `inset(0 0 0 ${at})` : '';
  if (!on) return;
  bar.style.left = at;
  bar.setAttribute('aria-valuenow', String(Math.round(S.split! * 100)));
  bar.setAttribute('aria-valuetext', `A on ${Math.round(S.split! * 100)} per cent of the map`);
}

export function wireDivider(moved: () => void) {
  const bar = $('divider'),
    to = (x: number) => {
      S.split = Math.max(0, Math.min(1, x));
      placeDivider();
      moved();
    };
  bar.addEventListener('pointerdown', (e) => {
    e.preventDefault();
    bar.focus();
    bar.setPointerCapture(e.pointerId);
    bar.onpointermove = (m) => {
      const box = $('ink').getBoundingClientRect();
      to((m.clientX - box.left) / box.width);
    };
    bar.onpointerup = bar.onpointercancel = () => {
      bar.onpointermove = null;
    };
  });
  bar.addEventListener('keydown', (e) => {
    const step: Record<string, number> = {
      ArrowLeft: -0.02,
      ArrowRight: 0.02,
      PageDown: -0.1,
      PageUp: 0.1,
      Home: -1,
      End: 1,
    };
    if (!(e.key in step)) return;
    e.preventDefault();
    e.stopPropagation();
    to(S.split! + step[e.key] * (e.shiftKey ? 5 : 1));
  });
}

let held: Snapshot | null = null,
  marks: { node: HTMLElement; at: (view: View) => readonly [number, number, boolean] }[] = [];
export function placeA(view: View) {
  // where A's sites stand: marks only, B's are the ones that are moved
  const A = S.compare;
  if (!A) return;
  if (held !== A) {
    held = A;
    dressA();
  }
  for (const { node, at } of marks) {
    const q = at(view);
    node.hidden = !q[2];
    node.style.transform = `translate(${q[0].toFixed(1)}px,${q[1].toFixed(1)}px) translate(-50%,-50%)`;
  }
}
export function dressA() {
  const A = S.compare;
  if (!A) return;
  const mark = (key: string, code: string, role: string, place: [number, number]) => ({
    at: (view: View) => view.point(...place),
    node: h('span', { class: `pin ${role}`, title: `${key}, in A` }, symbol(code, role)),
  });
  const place = (key: string, lon: number, lat: number): [number, number] =>
    A.moves[key] ? [A.moves[key].longitude_deg, A.moves[key].latitude_deg] : [lon, lat];
  marks = [
    ...A.scenario.batteries.map((one) =>
      mark(one.key, CODES.battery, 'interceptor', place(one.key, one.longitude_deg, one.latitude_deg)),
    ),
    ...A.scenario.sensors
      .filter((one) => one.kind === 'radar')
      .map((one) => mark(one.key, CODES.radar, 'sensor', place(one.key, one.longitude_deg, one.latitude_deg))),
    ...A.scenario.sensors
      .filter((one) => one.kind === 'satellite')
      .map((one) => ({
        ...mark(one.key, CODES.satellite, 'sensor', [0, 0]),
        at: (view: View) => {
          const q = spot(view, one);
          return [q.x, q.y, S.layers.satellites] as const;
        },
      })),
    ...A.scenario.threats.flatMap((one) =>
      one.launches.map((at) => mark(one.key, CODES.threat, 'threat', [at.longitude_deg, at.latitude_deg])),
    ),
  ];
  $('pinsA').replaceChildren(...marks.map((one) => one.node));
}
