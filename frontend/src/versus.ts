// Two laid side by side: A is kept as it was when Compare was pressed, B is what the page shows and is chosen from a list.
import { Refused, get, send } from './api';
import { $, h, put } from './dom';
import { list, type RunRow } from './play';
import { changes, S, type Snapshot } from './state';
import { number, title } from './words';

export interface Choose {
  hand(): void;
  reading(name: string): Promise<void>;
  scenario(name: string): Promise<void>;
  run(row: RunRow): Promise<void>;
}
interface Difference {
  a: string;
  b: string;
  inputs: { path: string; a: unknown; b: unknown }[];
  answers: {
    quantity: string;
    unit: string;
    a: number | string | null;
    b: number | string | null;
    difference: number | null;
  }[];
}
interface Side {
  scenario: string;
  reading: string;
  changes: string[];
  moves: unknown[];
  run: string | null;
}

export function pin(): Snapshot {
  const { scenario, ground, reading, exact, named, given, field, play, coverage } = S;
  return {
    scenario: scenario!,
    ground,
    reading,
    exact,
    named,
    given,
    field,
    play,
    coverage,
    moves: structuredClone(S.moves),
    values: { ...S.values },
    status: S.status.slice(),
    shots: S.shots.slice(),
    side: sideNow(),
  };
}
// A run goes with a state only where nothing was changed since: then its raids can be laid side by side too.
function sideNow(): Side {
  const moves = Object.values(S.moves),
    play = S.play,
    same =
      play &&
      play.scenario === S.scenario!.scenario &&
      play.reading === S.reading &&
      !moves.length &&
      JSON.stringify(play.changes) === JSON.stringify(changes());
  return {
    scenario: S.scenario!.scenario,
    reading: S.reading,
    changes: changes(),
    moves: structuredClone(moves),
    run: same ? play.run : null,
  };
}
const nameOf = (one: { scenario: { scenario: string }; reading: string; side?: Side }) =>
  `${title(one.scenario.scenario)}, ${one.reading}`;

let asked = '',
  rows: RunRow[] = [];
export async function showVersus(choose: Choose) {
  const box = $('versus');
  box.hidden = $('differs').hidden = !S.compare;
  asked = '';
  put('differs');
  if (!S.compare) {
    box.replaceChildren();
    return;
  }
  const pick = h('select', { id: 'b-with', 'aria-label': 'B', onchange: () => void chosen(pick, choose) });
  const view = (id: string, words: string, on: boolean, to: number | null) =>
    h(
      'button',
      {
        id,
        'aria-pressed': String(on),
        onclick: () => {
          S.split = to;
          choose.hand();
        },
      },
      words,
    );
  put(
    'versus',
    h('div', {}, h('b', {}, h('i', { class: 'la' }), 'A'), h('span', {}, nameOf(S.compare))),
    h('div', {}, h('b', {}, h('i', { class: 'lb' }), 'B'), pick),
    h(
      'div',
      {},
      h(
        'span',
        { class: 'seg', role: 'group', 'aria-label': 'How A and B are shown' },
        view('v-difference', 'Difference', S.split === null, null),
        view('v-split', 'Split', S.split !== null, S.split ?? 0.5),
      ),
      h('span', { class: 'dim' }, S.split === null ? 'on one map' : 'A left of the line, B right of it'),
    ),
  );
  const option = (value: string, words: string) => h('option', { value, selected: value === now() }, words);
  const group = (label: string, options: Node[]) => (options.length ? [h('optgroup', { label }, options)] : []);
  const now = () =>
    S.ran
      ? `run:${S.ran}`
      : S.scenario!.scenario !== S.compare?.scenario.scenario
        ? `scenario:${S.scenario!.scenario}`
        : S.reading !== S.compare.reading
          ? `reading:${S.reading}`
          : '';
  const fill = (names: string[]) =>
    pick.replaceChildren(
      option('', 'the same, as it is changed by hand'),
      ...group(
        'Readings of this scenario',
        S.scenario!.readings.map((name) => option(`reading:${name}`, name)),
      ),
      ...group(
        'Scenarios',
        names.map((name) => option(`scenario:${name}`, title(name))),
      ),
      ...group(
        'Runs',
        rows.map((row) =>
          option(`run:${row.run}`, `${row.run}${row.changes?.length ? `, ${row.changes.length} changed` : ''}`),
        ),
      ),
    );
  fill([]);
  const [named, runs] = await Promise.all([get<{ scenarios: { name: string }[] }>('scenarios'), list()]).catch(
    () => [{ scenarios: [] }, []] as const,
  );
  rows = runs.filter((row) => !row.damaged);
  if (S.compare) fill(named.scenarios.map((row) => row.name));
}
async function chosen(pick: HTMLSelectElement, choose: Choose) {
  const [kind, ...rest] = pick.value.split(':'),
    name = rest.join(':'),
    row = rows.find((one) => one.run === name);
  if (kind === 'reading') await choose.reading(name);
  else if (kind === 'scenario') await choose.scenario(name);
  else if (kind === 'run' && row) await choose.run(row);
  else if (S.compare) await choose.reading(S.compare.reading);
}

export async function followVersus() {
  // what differs in what was stated, and what came out of two runs; asked once a state
  if (!S.compare || S.waiting) return;
  const body = { a: S.compare.side, b: sideNow() },
    key = JSON.stringify(body);
  if (key === asked) return;
  asked = key;
  try {
    const told = await send<Difference>('compare', body);
    if (key === asked && S.compare) show(told);
  } catch (error) {
    if (key === asked)
      put(
        'differs',
        h('p', { class: 'fault' }, error instanceof Refused ? error.told.what : 'The server does not answer.'),
      );
  }
}
const short = (v: unknown): string =>
  v === null || v === undefined
    ? '–'
    : typeof v === 'number'
      ? Math.abs(v) >= 1e4
        ? number(v)
        : String(+v.toPrecision(4))
      : Array.isArray(v)
        ? v.map(short).join(', ')
        : String(v);
// A dotted path may go on in the next line after a dot or an underscore.
const broken = (path: string) => path.split(/(?<=[._])/).flatMap((part, i) => (i ? [h('wbr', {}), part] : [part]));
function show(told: Difference) {
  const cells = (a: unknown, b: unknown) => [a, b].map((v) => h('td', { class: 'r' }, short(v))),
    head = (what: string) =>
      h('thead', {}, h('tr', {}, h('th', {}, what), h('th', { class: 'r' }, 'A'), h('th', { class: 'r' }, 'B')));
  put(
    'differs',
    told.answers.length
      ? [
          h('h3', {}, 'What came out of the runs'),
          h(
            'table',
            { class: 'cmp', id: 'outcomes' },
            head('Raid'),
            h(
              'tbody',
              {},
              told.answers.map((row) => h('tr', {}, h('td', {}, title(row.quantity)), cells(row.a, row.b))),
            ),
          ),
        ]
      : [],
    h(
      'details',
      { id: 'inputs' },
      h('summary', {}, `${told.inputs.length} stated ${told.inputs.length === 1 ? 'value differs' : 'values differ'}`),
      h(
        'table',
        { class: 'cmp' },
        head('Stated'),
        h(
          'tbody',
          {},
          told.inputs.slice(0, 200).map((row) => h('tr', {}, h('td', {}, broken(row.path)), cells(row.a, row.b))),
        ),
      ),
    ),
  );
}
