// A flip point of a study: the study asked again with its own input there, beside what it says as stated.
import { send } from './api';
import { h } from './dom';
import { follow, progress } from './jobs';
import { fault, said } from './sheet';
import { number, withUnit } from './words';

export interface Slider {
  scenario: string;
  reading: string;
  path: string;
  value: number;
  changes: string[];
}
export interface Turn {
  input: string;
  step: number;
  scale: number;
  whole: boolean;
}
export interface FlipPoint {
  reading: string;
  parameter: string;
  unit: string;
  value_now: number | null;
  value_at_flip: number | null;
  plausible_range: [number, number];
  source: string;
  turn: Turn;
  slider: Slider | null;
}
export interface StudyReading {
  reading: string;
  value: number | null;
  low: number | null;
  high: number | null;
  verdict: string;
  verdict_now: string;
}
export interface StudyAnswer {
  study: string;
  title: string;
  claim: string;
  quantity: string;
  unit: string;
  rule: string;
  terms: { name: string; words: string }[];
  warnings: string[];
  left_out: string[];
  claimed_by: { who: string; date: string; source: string; stance: string; words: string }[];
  readings: StudyReading[];
  flip_points: FlipPoint[];
}

export const figure = (v: number | null) =>
  v === null ? 'none' : Math.abs(v) >= 1e4 ? number(v) : String(+v.toPrecision(4));
export const amount = (v: number | null, unit: string) => withUnit(figure(v), unit === '1' ? '' : unit);
export const asked = ({ input, scale, whole }: Turn, value: number) => ({
  [input]: whole ? Math.round(value * scale) : value * scale,
});
// Where a value lies on the track: as near as the flip point is known, and on it.
export const onTrack = ({ turn, plausible_range: [low, high] }: FlipPoint, value: number) =>
  Math.min(
    high,
    Math.max(low, turn.whole ? Math.round(value) : +(Math.round(value / turn.step) * turn.step).toFixed(9)),
  );

let latest = 0,
  underWay: number | null = null;
// Whoever closes the study, or asks another, wants no answer any more.
export function letGo() {
  latest++;
  if (underWay !== null) void send(`jobs/${underWay}`, null, 'DELETE').catch(() => null);
  underWay = null;
}

export function turned(stated: StudyAnswer, flip: FlipPoint, there: (answer: StudyAnswer | null) => void): HTMLElement {
  const [low, high] = flip.plausible_range,
    id = `turn-${flip.turn.input}`,
    output = h('output', { for: id, id: 'turn-value' }),
    told = h('div', { id: 'turned', role: 'status' });
  const input = h('input', { id, type: 'range', min: low, max: high, step: 'any', value: flip.value_at_flip ?? low });
  let value = flip.value_at_flip ?? low;
  const show = () => {
    output.textContent = amount(value, flip.unit);
    input.setAttribute('aria-valuetext', output.textContent);
  };
  input.addEventListener('input', () => {
    value = onTrack(flip, +input.value);
    show();
  });
  input.addEventListener('keydown', (e: KeyboardEvent) => {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[e.key];
    if (!way) return;
    e.preventDefault();
    value = onTrack(flip, value + way * flip.turn.step);
    input.value = String(value);
    show();
    input.dispatchEvent(new Event('change'));
  });
  let rest = 0;
  input.addEventListener('change', () => {
    clearTimeout(rest);
    rest = window.setTimeout(() => void ask(), 250);
  });
  async function ask() {
    letGo();
    const mine = ++latest;
    there(null);
    try {
      const { job } = await send<{ job: number }>(`jobs/study/${stated.study}`, { inputs: asked(flip.turn, value) }),
        shown = progress(job);
      underWay = job;
      told.replaceChildren(shown.node);
      const answer = (await follow(job, shown.tell)).answer as StudyAnswer;
      if (mine !== latest) return;
      underWay = null;
      told.replaceChildren(sentence(stated, answer, flip, value));
      there(answer);
    } catch (error) {
      if (mine === latest) told.replaceChildren(fault(said(error)));
    }
  }
  show();
  void ask();
  return h(
    'div',
    { class: 'slider turn' },
    h('label', { for: id }, `${flip.parameter}, ${flip.reading}`),
    output,
    h('div', { class: 'track' }, input),
    h('div', { class: 'from' }, flip.source, h('span', { class: 'rng' }, `${figure(low)}–${amount(high, flip.unit)}`)),
    told,
  );
}

function sentence(stated: StudyAnswer, answer: StudyAnswer, flip: FlipPoint, value: number) {
  const one = (a: StudyAnswer) => a.readings.find((row) => row.reading === flip.reading);
  const words = (row: StudyReading | undefined, at: string) =>
    row ? `At ${at}: ${amount(row.value, answer.unit)}; the claim: ${row.verdict_now}.` : `At ${at}: not asked.`;
  return h(
    'p',
    {},
    `${words(one(stated), amount(flip.value_now, flip.unit))} `,
    h('b', {}, words(one(answer), amount(value, flip.unit))),
  );
}
