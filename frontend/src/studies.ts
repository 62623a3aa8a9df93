// The studies beside the map: a public claim calculated, what each reading gives, and where the answer turns.
import { get, send } from './api';
import type { Doors } from './dialogs';
import { h } from './dom';
import { follow, progress } from './jobs';
import { beside, fault, said } from './sheet';
import { amount, figure, letGo, turned, type FlipPoint, type StudyAnswer } from './turning';

interface Row {
  study: string;
  title: string;
  claim: string;
}

export async function studies(doors: Doors) {
  letGo();
  beside('Studies', h('p', { class: 'note' }, 'Reading.'));
  try {
    const found = await get<{ studies: Row[] }>('studies');
    beside(
      'Studies',
      h('p', { class: 'note' }, 'A public claim, calculated by readings: what each gives, and where the answer turns.'),
      h(
        'ul',
        { class: 'plain' },
        found.studies.map((row) =>
          h(
            'li',
            {},
            h('button', { class: 'link', 'data-study': row.study, onclick: () => void study(row, doors) }, row.title),
            h('div', { class: 'dim' }, row.claim),
          ),
        ),
      ),
    );
  } catch (error) {
    beside('Studies', fault(said(error)));
  }
}
async function study({ study, title }: Row, doors: Doors) {
  const back = h('button', { class: 'link', id: 'all-studies', onclick: () => void studies(doors) }, 'All studies');
  try {
    const { job } = await send<{ job: number }>(`jobs/study/${study}`, {}),
      shown = progress(job),
      open = beside(title, back, shown.node);
    const told = await follow(job, shown.tell);
    if (open.contains(shown.node)) beside(title, back, ...answered(told.answer as StudyAnswer, doors));
  } catch (error) {
    beside(title, back, fault(said(error)));
  }
}

function answered(a: StudyAnswer, doors: Doors): Node[] {
  const place = h('div');
  const there = h('th', { class: 'r', hidden: true }, 'There'),
    cells = new Map(a.readings.map((r) => [r.reading, h('td', { class: 'r there', hidden: true })]));
  const moved = (answer: StudyAnswer | null) => {
    there.hidden = answer === null;
    for (const [reading, cell] of cells) {
      const row = answer?.readings.find((one) => one.reading === reading);
      cell.hidden = answer === null;
      cell.replaceChildren(row ? `${figure(row.value)}, ${row.verdict_now}` : '');
    }
  };
  const turn = (flip: FlipPoint) => {
    place.replaceChildren(turned(a, flip, moved));
    place.scrollIntoView({ block: 'center' });
  };
  return [
    h('p', { class: 'q' }, a.claim),
    h('p', { class: 'note' }, `Value: ${a.quantity}${a.unit && a.unit !== '1' ? `, ${a.unit}` : ''}.`),
    h(
      'table',
      { class: 'study' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', {}, 'Reading'),
          h('th', { class: 'r' }, 'Value'),
          h('th', { class: 'r' }, 'Range'),
          h('th', {}, 'The claim'),
          there,
        ),
      ),
      h(
        'tbody',
        {},
        a.readings.map((r) =>
          h(
            'tr',
            {},
            h('td', {}, parted(r.reading)),
            h('td', { class: 'r' }, figure(r.value)),
            h('td', { class: 'r dim' }, r.low === r.high ? '' : `${figure(r.low)}–${figure(r.high)}`),
            h('td', {}, r.verdict),
            cells.get(r.reading)!,
          ),
        ),
      ),
    ),
    h('p', { class: 'note' }, `The claim ${a.rule}.`),
    ...terms(a),
    h('h3', {}, 'Where it turns'),
    place,
    flips(a, doors, turn),
    ...sides(a),
  ];
}

function flips(a: StudyAnswer, doors: Doors, turn: (flip: FlipPoint) => void) {
  const turns = a.flip_points.filter((f) => f.value_at_flip !== null);
  if (!turns.length) return h('p', { class: 'note' }, 'Nothing turns it within the ranges that were looked at.');
  const link = (f: FlipPoint, title: string, words: string, act: () => void) =>
    h('button', { class: 'link', title, 'data-reading': f.reading, 'data-input': f.turn.input, onclick: act }, words);
  return h(
    'table',
    { class: 'study', id: 'flips' },
    h(
      'tbody',
      {},
      turns.map((f) =>
        h(
          'tr',
          {},
          h('td', {}, parted(f.reading)),
          h('td', {}, h('i', { class: 'fl' }), f.parameter),
          h(
            'td',
            { class: 'r' },
            `${figure(f.value_now)} → `,
            link(f, 'Ask the study again there', amount(f.value_at_flip, f.unit), () => turn(f)),
          ),
          h(
            'td',
            { class: 'r' },
            f.slider ? link(f, 'Move the slider there', 'on the map', () => doors.set(f.slider!)) : '',
          ),
        ),
      ),
    ),
  );
}

// A long name may break after its joints, and nowhere else.
const parted = (name: string) => name.split(/(?<=[+.])/).flatMap((part, i) => (i ? [h('wbr'), part] : [part]));
const terms = (a: StudyAnswer): Node[] =>
  a.terms.length
    ? [
        h(
          'dl',
          { class: 'terms' },
          a.terms.flatMap(({ name, words }) => [h('dt', {}, name), h('dd', {}, words)]),
        ),
      ]
    : [];

const sides = (a: StudyAnswer): Node[] => [
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
