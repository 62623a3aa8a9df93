// Assumptions: what the scenario states, its range where it states one, and what it is moved to.
import { h, put } from './dom';
import { cover } from './coverage';
import { changed, changedApart, fine, heard } from './live';
import { noteStep } from './pins';
import { saveAs } from './save';
import { S } from './state';
import type { Assumption } from './types';
import { assumptionName, stepped, withUnit } from './words';

const nodes = new Map<string, { box: HTMLElement; input: HTMLInputElement; output: HTMLOutputElement; told: string }>();
const at = (a: Assumption, v: number) => (a.log ? Math.log10(v) : v); // where a value stands on its track
const of = (a: Assumption, x: number) => (a.log ? +(10 ** x).toPrecision(2) : x);
const share = (a: Assumption, v: number) =>
  Math.min(1, Math.max(0, (at(a, v) - at(a, a.least)) / (at(a, a.most) - at(a, a.least))));
const place = (a: Assumption, v: number) => `calc(7px + ${share(a, v)} * (100% - 14px))`;
const digits = (a: Assumption, v: number) => (a.log ? String(+v.toPrecision(2)) : stepped(v, a.step));
const shown = (a: Assumption, v: number) => withUnit(digits(a, v), a.unit);
const name = (a: Assumption) =>
  a.set_paths && a.path.startsWith('threats.') && a.set_paths.length < (S.scenario?.threats.length ?? 0)
    ? `${assumptionName(a.path)}, ${a.set_paths.map((one) => one.split('.')[1]).join(', ')}`
    : assumptionName(a.path);
const now = (a: Assumption) => S.values[a.set_path] ?? a.value;

function slider(a: Assumption) {
  const id = `a-${a.path}`,
    output = h('output', { for: id }),
    track = h('div', { class: 'track' });
  const input = h('input', {
    id,
    type: 'range',
    min: at(a, a.least),
    max: at(a, a.most),
    step: a.log ? 0.02 : a.step,
    value: at(a, now(a)),
  });
  if (a.low !== null && a.high !== null)
    track.append(h('i', { class: 'span', style: `left:${place(a, a.low)};right:calc(100% - ${place(a, a.high)})` }));
  track.append(input);
  const marks: [number, string][] = [[a.value, 'as stated']];
  if (a.low !== null && a.high !== null) marks.push([a.low, 'low'], [a.high, 'high']);
  for (const [v, name] of marks)
    track.append(
      h(
        'button',
        {
          class: 'src',
          style: `left:${place(a, v)}`,
          title: `Set to ${shown(a, v)}, ${name}`,
          onclick: () => {
            step();
            set(a, v);
            void fine();
          },
        },
        h('i'),
        name === 'as stated' ? '' : name,
      ),
    );
  input.addEventListener('pointerdown', step);
  input.addEventListener('keydown', step);
  input.addEventListener('input', () => set(a, of(a, +input.value)));
  const box = h(
    'div',
    { class: 'slider' },
    h('label', { for: id }, name(a)),
    output,
    track,
    h(
      'div',
      { class: 'from' },
      h('span', { class: `st ${a.status}` }, a.status),
      ` ${a.source}`,
      h('span', { class: 'rng' }, `${digits(a, a.least)}–${shown(a, a.most)}`),
    ),
  );
  nodes.set(a.path, { box, input, output, told: '' });
  return box;
}
let stepping = 0;
function step() {
  if (Date.now() - stepping > 800) noteStep();
  stepping = Date.now();
}
function set(a: Assumption, v: number) {
  if (Math.abs(at(a, v) - at(a, a.value)) < (a.log ? 0.01 : 1e-9)) delete S.values[a.set_path];
  else S.values[a.set_path] = a.log ? +v.toPrecision(3) : +v.toFixed(4);
  showSliders();
  if (a.path.startsWith('kill.') || a.path.endsWith('.ready') || a.path === 'doctrine.looks') changedApart();
  else changed();
}

export function makeSliders(reset: () => void, opened: (name: string, reading: string) => void) {
  nodes.clear();
  const list = S.scenario?.assumptions ?? [],
    first = list.filter((a) => /^(batteries\..*\.speed|threats\.|command\.|doctrine\.)/.test(a.path)),
    rest = list.filter((a) => !first.includes(a));
  first.sort((a, b) => +/^(command|doctrine)/.test(a.path) - +/^(command|doctrine)/.test(b.path)); // speeds and sizes first
  put(
    'assume',
    h(
      'h2',
      {},
      'Assumptions ',
      h('button', { class: 'link', id: 'reset', hidden: true, onclick: reset }, 'Reset all'),
      ' ',
      h('button', { class: 'link', id: 'save-state', hidden: true, onclick: () => saveAs(opened) }, 'Save as'),
    ),
    first.map(slider),
    altitudes(),
    h('h2', {}, 'Of a shot, and of stocks'),
    h('p', { class: 'note' }, 'Say nothing of the defended area; they decide a run.'),
    rest.map(slider),
  );
  showSliders();
}
export function showSliders() {
  for (const a of S.scenario?.assumptions ?? []) {
    const node = nodes.get(a.path),
      v = now(a),
      moved = a.set_path in S.values;
    if (!node) continue;
    if (document.activeElement !== node.input || of(a, +node.input.value) !== v) node.input.value = String(at(a, v));
    const told = `${moved} ${v}`;
    if (node.told === told) continue; // as it stands
    node.told = told;
    node.input.setAttribute('aria-valuetext', `${shown(a, v)}, ${a.status}, ${a.source}`);
    node.box.classList.toggle('moved', moved);
    node.output.replaceChildren(...(moved ? [h('s', {}, digits(a, a.value)), ' '] : []), shown(a, v));
  }
  for (const id of ['reset', 'save-state']) {
    const button = document.getElementById(id);
    if (button) button.hidden = !Object.keys(S.values).length && !Object.keys(S.moves).length;
  }
}

// Not an assumption: at which altitude the coverage of radars is drawn.
const ALTITUDES: [string, number | null][] = [
  ['as far as they see', null],
  ['100 km', 100],
  ['300 km', 300],
  ['500 km', 500],
  ['1,000 km', 1000],
];
function altitudes() {
  if (!S.scenario?.sensors.some((part) => part.kind === 'radar')) return null;
  return h(
    'label',
    { class: 'axis' },
    'Radars at',
    h(
      'select',
      {
        id: 'altitude',
        onchange: (e: Event) => {
          S.altitude = ALTITUDES[(e.target as HTMLSelectElement).selectedIndex][1];
          void cover(heard.redraw);
        },
      },
      ALTITUDES.map(([words, km]) => h('option', { selected: S.altitude === km }, words)),
    ),
  );
}
