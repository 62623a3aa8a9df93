// The studies: a public claim calculated, what each reading gives, and where the answer turns.
import { get, send } from './api';
import type { Doors } from './dialogs';
import { $, h } from './dom';
import { follow, progress } from './jobs';
import { box, fault, said } from './sheet';
import { number } from './words';

export interface Slider {
  scenario: string;
  reading: string;
  path: string;
  value: number;
}
interface StudyAnswer {
  title: string;
  claim: string;
  quantity: string;
  unit: string;
  warnings: string[];
  left_out: string[];
  claimed_by: { who: string; date: string; source: string; stance: string; words: string }[];
  readings: { reading: string; value: number | null; low: number | null; high: number | null; verdict: string }[];
  flip_points: {
    reading: string;
    parameter: string;
    unit: string;
    value_now: number | null;
    value_at_flip: number | null;
    plausible_range: (number | null)[];
    slider: Slider | null;
  }[];
}

export async function studies(doors: Doors) {
  box('Studies', h('p', { class: 'note' }, 'Reading.'));
  try {
    const found = await get<{ studies: { study: string; title: string; claim: string }[] }>('studies');
    box(
      'Studies',
      h('p', { class: 'note' }, 'A public claim, calculated by readings: what each gives, and where the answer turns.'),
      h(
        'ul',
        { class: 'plain' },
        found.studies.map((row) =>
          h(
            'li',
            {},
            h(
              'button',
              { class: 'link', 'data-study': row.study, onclick: () => void study(row.study, row.title, doors) },
              row.title,
            ),
            h('div', { class: 'dim' }, row.claim),
          ),
        ),
      ),
    );
  } catch (error) {
    box('Studies', fault(said(error)));
  }
}
async function study(key: string, name: string, doors: Doors) {
  try {
    const { job } = await send<{ job: number }>(`jobs/study/${key}`, {}),
      shown = progress(job);
    box(name, shown.node);
    const told = await follow(job, shown.tell);
    box(name, studyNodes(told.answer as StudyAnswer, doors));
  } catch (error) {
    box(name, fault(said(error)));
  }
}
const value = (v: number | null) => (v === null ? 'none' : Math.abs(v) >= 1e4 ? number(v) : String(+v.toPrecision(4)));
function studyNodes(a: StudyAnswer, doors: Doors): Node[] {
  const turns = a.flip_points.filter((f) => f.value_at_flip !== null);
  return [
    h('p', { class: 'q' }, a.claim),
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', {}, 'Reading'),
          h('th', { class: 'r' }, `${a.quantity}${a.unit ? `, ${a.unit}` : ''}`),
          h('th', { class: 'r' }, 'Range'),
          h('th', {}, 'The claim'),
        ),
      ),
      h(
        'tbody',
        {},
        a.readings.map((r) =>
          h(
            'tr',
            {},
            h('td', {}, r.reading),
            h('td', { class: 'r' }, value(r.value)),
            h('td', { class: 'r dim' }, r.low === r.high ? '' : `${value(r.low)}–${value(r.high)}`),
            h('td', {}, r.verdict),
          ),
        ),
      ),
    ),
    h('h3', {}, 'Where it turns'),
    turns.length
      ? h(
          'table',
          {},
          h(
            'tbody',
            {},
            turns.map((f) =>
              h(
                'tr',
                {},
                h('td', {}, f.reading),
                h('td', {}, h('i', { class: 'fl' }), f.parameter),
                h(
                  'td',
                  { class: 'r' },
                  `${value(f.value_now)} → `,
                  f.slider
                    ? h(
                        'button',
                        {
                          class: 'link',
                          title: 'Move the slider there',
                          onclick: () => {
                            ($('sheet') as HTMLDialogElement).close();
                            doors.set(f.slider!);
                          },
                        },
                        `${value(f.value_at_flip)} ${f.unit}`,
                      )
                    : `${value(f.value_at_flip)} ${f.unit}`,
                ),
              ),
            ),
          ),
        )
      : h('p', { class: 'note' }, 'Nothing turns it within the ranges that were looked at.'),
    h('h3', {}, 'Who said what'),
    h(
      'ul',
      { class: 'plain' },
      a.claimed_by.map((one) =>
        h(
          'li',
          {},
          h('b', {}, one.who),
          ` ${one.date}, ${one.stance}: ${one.words} `,
          h('span', { class: 'dim' }, one.source),
        ),
      ),
    ),
    h('h3', {}, 'Left out'),
    h(
      'ul',
      {},
      a.left_out.map((one) => h('li', {}, one)),
    ),
    ...(a.warnings.length ? [h('p', { class: 'note' }, a.warnings.join(' '))] : []),
  ];
}
