// Sites as real buttons with MIL-STD-2525 symbols: to be tabbed to, read out, dragged and moved with arrow keys.
import ms from 'milsymbol';
import { discOf, isFar } from './disc';
import { distance, wrap, type LonLat } from './geo';
import { changed, fine, heard } from './live';
import { isMoved, looksTo, narrowedTo, parts, placeOf, S, sectorOf, turnable, turnedTo } from './state';
import { readTheme } from './theme';
import type { Move, Part } from './types';
import type { Map } from './view';
import { showCard } from './card';
import { spot } from './satellites';
import { h, $ } from './dom';

export const CODES = {
  radar: '10031500002203000000',
  battery: '10031500001111000000',
  satellite: '10030500001107000000',
  threat: '10061500001113000000',
};
const ROLE = { radar: 'sensor', battery: 'interceptor', threat: 'threat', satellite: 'sensor' } as const;
interface Pin {
  button: HTMLButtonElement;
  key: string;
  role: string;
  at: () => LonLat;
  part: Part | null;
}
let pins: Pin[] = [];

export function symbol(code: string, role: string): SVGElement {
  const ink = getComputedStyle(document.documentElement).getPropertyValue(`--${role}`).trim(),
    fill = getComputedStyle(document.documentElement).getPropertyValue(`--fill-${role}`).trim();
  const all = (colour: string) => ({
    Civilian: colour,
    Friend: colour,
    Hostile: colour,
    Neutral: colour,
    Unknown: colour,
    Suspect: colour,
  });
  const made = new ms.Symbol(code, {
    size: 15,
    colorMode: all(fill) as never,
    iconColor: ink,
    frameColor: all(ink) as never,
    strokeWidth: 5,
    outlineWidth: 0,
  });
  const text = made.asSVG().replaceAll('"black"', `"${ink}"`); // some glyphs stay black whatever is asked
  return document.importNode(
    new DOMParser().parseFromString(text, 'image/svg+xml').documentElement,
    true,
  ) as unknown as SVGElement;
}

const describe = (part: Part) =>
  part.kind === 'battery'
    ? `${part.key}, ${part.ready} interceptors ${part.preset}`
    : `${part.key}, ${part.kind} ${part.preset}`;

export function makePins() {
  const made: Pin[] = [];
  for (const part of parts())
    made.push({
      button: h('button', {
        class: `pin ${ROLE[part.kind]} ${part.kind}`,
        'data-key': part.key,
        'aria-label': describe(part) + (part.kind === 'satellite' ? '' : '; arrow keys move it'),
      }),
      key: part.key,
      role: part.kind,
      at: () => placeOf(part),
      part,
    });
  for (const threat of S.scenario?.threats ?? [])
    threat.launches.forEach((place) =>
      made.push({
        button: h('button', {
          class: 'pin threat',
          'data-key': threat.key,
          'aria-label': `launch area of ${threat.key}, ${threat.count} ${threat.missile}`,
        }),
        key: threat.key,
        role: 'threat',
        at: () => [place.longitude_deg, place.latitude_deg],
        part: null,
      }),
    );
  pins = made.sort((a, b) => a.at()[0] - b.at()[0]); // from west to east, as Tab goes
  $('pins').replaceChildren(...pins.map((pin) => pin.button));
  dressPins();
}

export function dressPins() {
  readTheme();
  for (const pin of pins)
    pin.button.replaceChildren(symbol(CODES[pin.role as keyof typeof CODES], ROLE[pin.role as keyof typeof ROLE]));
}

export function placePins(map: Map) {
  const view = map.view();
  const far = isFar(discOf(view.limb)); // dots of their role, so that they do not pile up
  for (const pin of pins) {
    const aloft = pin.part?.kind === 'satellite' ? pin.part : null,
      place = aloft && S.layers.satellites ? spot(view, aloft) : null;
    const q = aloft ? ([place?.x ?? 0, place?.y ?? 0, place !== null] as const) : view.point(...pin.at()),
      seen = q[2] && q[0] > -20 && q[1] > -20 && q[0] < view.w + 20 && q[1] < view.h + 20;
    pin.button.hidden = !seen;
    pin.button.classList.toggle('dotted', far && place?.where !== 'space');
    if (seen) pin.button.style.transform = `translate(${q[0].toFixed(1)}px,${q[1].toFixed(1)}px) translate(-50%,-50%)`;
  }
}

function remember() {
  S.undo.push({ moves: structuredClone(S.moves), values: { ...S.values } });
  S.redo = [];
}
export const noteStep = remember;

function begin(part: Part) {
  if (S.drag) return;
  remember();
  S.drag = { key: part.key, from: placeOf(part), field: S.field, exact: S.exact, named: S.named };
  showCard(null); // it tells of the place that is left
}
function to(part: Part, [lon, lat]: LonLat) {
  S.moves[part.key] = {
    ...S.moves[part.key],
    key: part.key,
    latitude_deg: Math.max(-89.9, Math.min(89.9, lat)),
    longitude_deg: wrap(lon),
  };
  changed();
  heard.soon();
}

export function drop() {
  if (!S.drag) return;
  S.drag = null;
  $('live').hidden = true;
  showCard(S.focus); // as it stands now
  void fine();
}
export function putBack() {
  if (!S.drag) return;
  const last = S.undo.pop();
  if (last) [S.moves, S.values] = [last.moves, last.values];
  drop();
}
function faceTo(part: Part, how: Partial<Move>) {
  const first = !S.drag;
  begin(part);
  const [lon, lat] = placeOf(part);
  S.moves[part.key] = { ...S.moves[part.key], key: part.key, latitude_deg: lat, longitude_deg: lon, ...how };
  if (first) S.drag!.from = [lon, lat];
  changed();
  heard.soon();
}
export const turnTo = (part: Part, azimuth: number) => faceTo(part, turnedTo(part, azimuth));
export const narrowTo = (part: Part, width: number) => faceTo(part, narrowedTo(part, width));
const STEP = 5; // degrees
export function turnByKey(part: Part, e: KeyboardEvent): boolean {
  // comma and full stop turn it, with Shift they narrow and widen it, whatever letter that gives
  const by =
    ({ Comma: -STEP, Period: STEP } as Record<string, number>)[e.code] ??
    ({ ',': -STEP, '.': STEP } as Record<string, number>)[e.key];
  if (!by || !turnable(part)) return false;
  e.preventDefault();
  e.stopPropagation();
  if (e.shiftKey) narrowTo(part, sectorOf(part) + by);
  else turnTo(part, looksTo(part) + by);
  return true;
}
// Holds a button under the pointer until it is let go; `follow` hears where on the ground the pointer is.
export function grab(e: PointerEvent, button: HTMLButtonElement, map: () => Map, follow: (at: LonLat) => void) {
  e.preventDefault();
  button.focus();
  map().hold(true);
  button.setPointerCapture(e.pointerId);
  const frame = $('ink').getBoundingClientRect();
  button.onpointermove = (m) => {
    const x = m.clientX - frame.left,
      y = m.clientY - frame.top,
      at = map().pick(x, y);
    if (!at) return;
    follow(at);
    showCard(null);
    heldAt = [x, y];
  };
  button.onpointerup = button.onpointercancel = () => {
    button.onpointermove = button.onpointerup = button.onpointercancel = null;
    map().hold(false);
    drop();
    showCard(null);
    heard.redraw();
  };
}
export function wirePins(map: () => Map) {
  const box = $('pins'),
    partOf = (target: EventTarget | null) => {
      const key = (target as HTMLElement | null)?.closest<HTMLElement>('.pin')?.dataset.key;
      return { key: key ?? null, part: parts().find((one) => one.key === key && one.kind !== 'satellite') ?? null }; // satellites hang where they hang
    };
  box.addEventListener('pointerover', (e) => {
    S.focus = partOf(e.target).key;
    showCard(S.focus);
    heard.redraw();
  });
  box.addEventListener('pointerout', () => {
    S.focus = null;
    showCard(null);
    heard.redraw();
  });
  box.addEventListener('focusin', (e) => {
    S.focus = partOf(e.target).key;
    showCard(S.focus);
    heard.redraw();
  });
  box.addEventListener('focusout', () => {
    S.focus = null;
    showCard(null);
    drop();
    heard.redraw();
  });
  box.addEventListener('pointerdown', (e) => {
    const { part } = partOf(e.target),
      button = (e.target as HTMLElement).closest<HTMLButtonElement>('.pin');
    if (!part || !button) return;
    grab(e, button, map, (at) => {
      begin(part);
      to(part, at);
    });
  });
  box.addEventListener('keydown', (e) => {
    const { part } = partOf(e.target),
      step: Record<string, LonLat> = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    if (!part) return;
    if (e.key in step) {
      e.preventDefault();
      e.stopPropagation();
      begin(part);
      const [lon, lat] = placeOf(part),
        by = e.shiftKey ? 1 : 0.25;
      to(part, [lon + step[e.key][0] * by, lat + step[e.key][1] * by]);
      const q = map()
        .view()
        .point(...placeOf(part));
      heldAt = [q[0], q[1]];
    } else if (turnByKey(part, e)) {
      return;
    } else if (e.key === 'Enter' && S.drag) {
      e.preventDefault();
      drop();
      heard.redraw();
    } else if (e.key === 'Escape' && S.drag) {
      e.stopPropagation();
      putBack();
      heard.redraw();
    }
  });
}
export let heldAt: [number, number] = [0, 0];
export const movedBy = (part: Part) =>
  isMoved(part.key) ? distance([part.longitude_deg, part.latitude_deg], placeOf(part)) : 0;
