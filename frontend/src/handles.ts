// Handles of radars with sectors: one at the boresight turns all faces, one at an edge narrows them; by mouse, touch or keys.
import { showCard } from './card';
import { discOf, isFar } from './disc';
import { $, h } from './dom';
import { azimuth, offset, underRim, wrap, type LonLat } from './geo';
import { heard } from './live';
import { drop, grab, narrowTo, putBack, turnByKey, turnTo } from './pins';
import { looksTo, NARROWEST, parts, placeOf, S, sectorOf, turnable, widest } from './state';
import type { Part } from './types';
import type { Map, View } from './view';

interface Handle {
  button: HTMLButtonElement;
  part: Part;
  narrows: boolean;
}
let handles: Handle[] = [],
  last = ''; // the radar that was focused last: its handles stay in reach
const FEW = 3; // so many radars show where they can be turned all the time
const NEARER = [1, 0.75, 0.5, 0.3, 0.15]; // shares of the reach at which a handle may stand, so that it is in sight
const ROOM = 14; // px

function handleAt(view: View, part: Part, narrows: boolean): [number, number] | null {
  const at = placeOf(part),
    far = underRim(part.reach_km ?? 0, part.elevation_low_deg ?? 0),
    to = looksTo(part) - (narrows ? sectorOf(part) / 2 : 0);
  for (const share of NEARER) {
    const q = view.point(...offset(at, to, far * share));
    if (q[2] && q[0] > ROOM && q[1] > ROOM && q[0] < view.w - ROOM && q[1] < view.h - ROOM) return [q[0], q[1]];
  }
  return null;
}
// Where handles are in sight: of few radars all that turn, else those of the one that was focused last.
export function handlesAt(view: View): { one: Handle; x: number; y: number }[] {
  if (!S.layers.sectors) return [];
  const far = isFar(discOf(view.limb)); // only those of the one in hand
  if (handles.some((one) => one.part.key === S.focus)) last = S.focus!;
  return handles.flatMap((one) => {
    const mine = one.part.key === last;
    if (!mine && (far || one.narrows || handles.length > 2 * FEW)) return [];
    const q = handleAt(view, one.part, one.narrows);
    return q ? [{ one, x: q[0], y: q[1] }] : [];
  });
}

export function makeHandles() {
  const made = (part: Part, narrows: boolean): Handle => ({
    button: h('button', {
      class: `handle${narrows ? ' narrows' : ''}`,
      [narrows ? 'data-narrows' : 'data-turns']: part.key,
      role: 'slider',
      'aria-label': narrows ? `${part.key}, width of its sector` : `${part.key} looks to; arrow keys turn it`,
      'aria-valuemin': narrows ? NARROWEST : 0,
      'aria-valuemax': narrows ? widest(part) : 360,
      title: `${narrows ? 'Narrow' : 'Turn'} ${part.key}`,
    }),
    part,
    narrows,
  });
  handles = parts()
    .filter(turnable)
    .flatMap((part) => [made(part, false), made(part, true)]);
  last = '';
  $('handles').replaceChildren(...handles.map((one) => one.button));
}

export function placeHandles(view: View) {
  const shown = handlesAt(view);
  for (const one of handles) {
    const q = shown.find((seen) => seen.one === one),
      now = one.narrows ? sectorOf(one.part) : looksTo(one.part);
    one.button.hidden = !q && one.button !== document.activeElement; // what holds the focus is not taken away
    one.button.setAttribute('aria-valuenow', String(Math.round(now)));
    if (q) one.button.style.transform = `translate(${q.x.toFixed(1)}px,${q.y.toFixed(1)}px) translate(-50%,-50%)`;
  }
}

const follow = ({ part, narrows }: Handle, at: LonLat) => {
  const to = azimuth(placeOf(part), at);
  if (narrows) narrowTo(part, 2 * Math.abs(wrap(to - looksTo(part))));
  else turnTo(part, to);
};
export function wireHandles(map: () => Map) {
  const box = $('handles'),
    of = (target: EventTarget | null) =>
      handles.find((one) => one.button === (target as HTMLElement).closest('.handle'));
  const focus = (key: string | null) => {
    S.focus = key;
    showCard(key);
    heard.redraw();
  };
  box.addEventListener('pointerover', (e) => focus(of(e.target)?.part.key ?? null));
  box.addEventListener('pointerout', () => {
    if (!S.drag) focus(null);
  });
  box.addEventListener('focusin', (e) => focus(of(e.target)?.part.key ?? null));
  box.addEventListener('focusout', () => {
    focus(null);
    drop();
  });
  box.addEventListener('pointerdown', (e) => {
    const one = of(e.target);
    if (one) grab(e, one.button, map, (at) => follow(one, at));
  });
  box.addEventListener('keydown', (e) => {
    const one = of(e.target),
      step: Record<string, number> = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5 };
    if (one && S.drag && (e.key === 'Enter' || e.key === 'Escape')) {
      e.preventDefault();
      e.stopPropagation();
      (e.key === 'Enter' ? drop : putBack)();
      heard.redraw();
      return;
    }
    if (!one || turnByKey(one.part, e) || !(e.key in step)) return;
    e.preventDefault();
    e.stopPropagation();
    const by = step[e.key] / (e.shiftKey ? 5 : 1);
    if (one.narrows) narrowTo(one.part, sectorOf(one.part) + by);
    else turnTo(one.part, looksTo(one.part) + by);
  });
}
