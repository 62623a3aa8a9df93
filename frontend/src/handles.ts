// Handles at the boresights of radars with one sector: dragged by mouse or touch, or turned with arrow keys.
import { $, h } from './dom';
import { azimuth, offset, underRim } from './geo';
import { heard } from './live';
import { drop, grab, putBack, turnTo } from './pins';
import { looksTo, parts, placeOf, S, turnable } from './state';
import type { Part } from './types';
import type { Map, View } from './view';
import { showCard } from './card';

let handles: { button: HTMLButtonElement; part: Part }[] = [];
const NEARER = [1, 0.75, 0.5, 0.3, 0.15]; // shares of the reach at which a handle may stand, so that it is in sight

export function handleAt(view: View, part: Part): [number, number] | null {
  const at = placeOf(part),
    far = underRim(part.reach_km ?? 0, part.elevation_low_deg ?? 0);
  for (const share of NEARER) {
    const q = view.point(...offset(at, looksTo(part), far * share));
    if (q[2] && q[0] > 14 && q[1] > 14 && q[0] < view.w - 14 && q[1] < view.h - 14) return [q[0], q[1]];
  }
  return null;
}

export function makeHandles() {
  handles = parts()
    .filter(turnable)
    .map((part) => ({
      button: h('button', {
        class: 'handle',
        'data-turns': part.key,
        role: 'slider',
        'aria-label': `${part.key} looks to; arrow keys turn it`,
        'aria-valuemin': 0,
        'aria-valuemax': 360,
        title: `Turn ${part.key}`,
      }),
      part,
    }));
  $('handles').replaceChildren(...handles.map((one) => one.button));
}

export function placeHandles(view: View) {
  for (const { button, part } of handles) {
    const q = S.layers.sectors ? handleAt(view, part) : null;
    button.hidden = !q;
    button.setAttribute('aria-valuenow', String(Math.round(looksTo(part))));
    if (q) button.style.transform = `translate(${q[0].toFixed(1)}px,${q[1].toFixed(1)}px) translate(-50%,-50%)`;
  }
}

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
    if (!one) return;
    const { button, part } = one;
    grab(e, button, map, (at) => turnTo(part, azimuth(placeOf(part), at)));
  });
  box.addEventListener('keydown', (e) => {
    const one = of(e.target),
      step: Record<string, number> = { ArrowLeft: -5, ArrowDown: -5, ',': -5, ArrowRight: 5, ArrowUp: 5, '.': 5 };
    if (one && S.drag && (e.key === 'Enter' || e.key === 'Escape')) {
      e.preventDefault();
      e.stopPropagation();
      (e.key === 'Enter' ? drop : putBack)();
      heard.redraw();
      return;
    }
    if (!one || !(e.key in step)) return;
    e.preventDefault();
    e.stopPropagation();
    turnTo(one.part, looksTo(one.part) + step[e.key] / (e.shiftKey ? 5 : 1));
  });
}
