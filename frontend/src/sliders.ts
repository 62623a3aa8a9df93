// Assumptions: what the scenario states, its range where it states one, and what it is moved to.
import { h, put } from './dom';
import { changed, fine } from './live';
import { noteStep } from './pins';
import { S } from './state';
import type { Assumption } from './types';
import { assumptionName, stepped, withUnit } from './words';

const nodes = new Map<string, { box: HTMLElement; input: HTMLInputElement; output: HTMLOutputElement }>();
const place = (a: Assumption, v: number) => `calc(7px + ${(v - a.least) / (a.most - a.least)} * (100% - 14px))`;
const shown = (a: Assumption, v: number) => withUnit(stepped(v, a.step), a.unit);
const now = (a: Assumption) => S.values[a.set_path] ?? a.value;

function slider(a: Assumption) {
  const id = `a-${a.path}`, output = h('output', { for: id }), track = h('div', { class: 'track' });
  const input = h('input', { id, type: 'range', min: a.least, max: a.most, step: a.step, value: now(a) });
  if (a.low !== null && a.high !== null) track.append(h('i', { class: 'span', style: `left:${place(a, a.low)};right:calc(100% - ${place(a, a.high)})` }));
  track.append(input);
  const marks: [number, string][] = [[a.value, 'as stated']];
  if (a.low !== null && a.high !== null) marks.push([a.low, 'low'], [a.high, 'high']);
  for (const [v, name] of marks) track.append(h('button', { class: 'src', style: `left:${place(a, v)}`, title: `Set to ${shown(a, v)}, ${name}`, onclick: () => { step(); set(a, v); void fine(); } }, h('i'), name === 'as stated' ? '' : name));
  input.addEventListener('pointerdown', step);
  input.addEventListener('keydown', step);
  input.addEventListener('input', () => set(a, +input.value));
  const box = h('div', { class: 'slider' }, h('label', { for: id }, assumptionName(a.path)), output, track,
    h('div', { class: 'from' }, h('span', { class: `st ${a.status}` }, a.status), ` ${a.source}`, h('span', { class: 'rng' }, `${stepped(a.least, a.step)}–${shown(a, a.most)}`)));
  nodes.set(a.path, { box, input, output });
  return box;
}
let stepping = 0;
function step() { if (Date.now() - stepping > 800) noteStep(); stepping = Date.now(); }
function set(a: Assumption, v: number) {
  if (Math.abs(v - a.value) < 1e-9) delete S.values[a.set_path];
  else S.values[a.set_path] = +v.toFixed(4);
  showSliders();
  if (a.path.startsWith('kill.') || a.path.endsWith('.ready') || a.path === 'doctrine.looks') void fine();
  else changed();
}

export function makeSliders(reset: () => void) {
  nodes.clear();
  const list = S.scenario?.assumptions ?? [], first = list.filter((a) => a.path.startsWith('command.') || a.path.startsWith('doctrine.')), rest = list.filter((a) => !first.includes(a));
  put('assume', h('h2', {}, 'Assumptions ', h('button', { class: 'link', id: 'reset', hidden: true, onclick: reset }, 'Reset all')),
    first.map(slider), h('h2', {}, 'Of a shot, and of stocks'), h('p', { class: 'note' }, 'Say nothing of the defended area; they decide a run.'), rest.map(slider));
  showSliders();
}
export function showSliders() {
  for (const a of S.scenario?.assumptions ?? []) {
    const node = nodes.get(a.path), v = now(a), moved = Math.abs(v - a.value) > 1e-9;
    if (!node) continue;
    if (+node.input.value !== v) node.input.value = String(v);
    node.input.setAttribute('aria-valuetext', `${shown(a, v)}, ${a.status}, ${a.source}`);
    node.box.classList.toggle('moved', moved);
    node.output.replaceChildren(...(moved ? [h('s', {}, stepped(a.value, a.step)), ' '] : []), shown(a, v));
  }
  const reset = document.getElementById('reset');
  if (reset) reset.hidden = !Object.keys(S.values).length && !Object.keys(S.moves).length;
}
