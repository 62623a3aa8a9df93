// The card under the hand: what the move gains and loses, drawn and said. `wide`: of the map, px; measured here it would have the page laid out twice.
import { $, h } from './dom';
import { heldAt } from './pins';
import { answered, S } from './state';
import { DEFENDED, type Ground, type Place } from './types';
import { area, signed } from './words';

let of: Ground | null = null,
  capitals: Place[] = [];
function capitalsOf(ground: Ground) {
  if (ground !== of) [of, capitals] = [ground, ground.places.filter((p) => p.capital)];
  return capitals;
}
function defendedKm2({ cells: { area_km2: km2 } }: Ground) {
  let sum = 0;
  for (let i = 0; i < km2.length; i++) if (S.status[i] === DEFENDED) sum += km2[i];
  return sum;
}

export function liveCard(wide: number) {
  const box = $('live');
  box.hidden = !S.drag;
  if (!S.drag) return;
  const places = capitalsOf(S.ground!),
    before = new Set(
      answered(S.drag.named, S.reading)
        .filter((p) => p.capital && p.covered)
        .map((p) => p.name),
    );
  const now = places.filter((p) => S.status[p.at] === DEFENDED),
    gained = now.filter((p) => !before.has(p.name)),
    names = new Set(now.map((p) => p.name)),
    lost = [...before].filter((name) => !names.has(name));
  const few = (sign: string, list: string[]) =>
    list.length
      ? [
          h(
            'span',
            { class: 'why' },
            `${sign} ${list.slice(0, 3).join(', ')}${list.length > 3 ? ` and ${list.length - 3} more` : ''}`,
          ),
        ]
      : [];
  const km2 = defendedKm2(S.ground!),
    was = S.drag.exact?.readings[0].defended_km2;
  box.replaceChildren(
    h('b', {}, area(km2)),
    ' M km² ',
    was ? h('span', { class: `delta ${km2 < was ? 'down' : 'up'}` }, signed((km2 - was) / 1e6, 2)) : '',
    h('br'),
    `${now.length} capitals `,
    now.length !== before.size
      ? h('span', { class: `delta ${now.length < before.size ? 'down' : 'up'}` }, signed(now.length - before.size))
      : '',
    ...few(
      '+',
      gained.map((p) => p.name),
    ),
    ...few('−', lost),
  );
  const [x, y] = heldAt;
  box.style.transform = `translate(${Math.min(x + 22, wide - 230)}px,${Math.max(8, y - 96)}px)`;
  say(
    `${area(km2)} million square kilometres, ${now.length} capitals${lost.length ? `, ${lost.slice(0, 3).join(', ')} lost` : ''}.`,
  );
}
let said = 0;
function say(words: string) {
  if (Date.now() - said > 1000) {
    said = Date.now();
    $('said').textContent = words;
  }
}
