// What opens above the page: scenarios and runs, the text of a scenario with the shell's own check, the studies.
import { get, Refused, send } from './api';
import { $, h, type Child } from './dom';
import { list, type RunRow } from './play';
import { changes, S } from './state';
import type { Failure, Problem } from './types';
import { number, title } from './words';

export interface Slider {
  scenario: string;
  reading: string;
  path: string;
  value: number;
}
export interface Doors {
  open(scenario: string, reading?: string | null): void;
  show(run: string): void;
  openRun(row: RunRow): void;
  set(slider: Slider): void;
}
interface JobRow {
  job: number;
  title: string;
  state: string;
  asked: { kind: string };
  last: [string, { stage?: string; done?: number; total?: number }] | null;
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

function box(head: string, ...children: (Child | Child[])[]): HTMLDialogElement {
  const dialog = $('sheet') as HTMLDialogElement;
  dialog.replaceChildren(
    h('form', { method: 'dialog', class: 'close' }, h('button', { class: 'link' }, 'Close')),
    h('h2', {}, head),
    h('div', { class: 'inner' }),
  );
  (dialog.lastElementChild as HTMLElement).append(
    ...children.flat().filter((c): c is Node | string => c instanceof Node || typeof c === 'string'),
  );
  if (!dialog.open) dialog.showModal();
  return dialog;
}
const said = (error: unknown) =>
  error instanceof Refused ? error.told : ({ what: 'The server does not answer.' } as Failure);
const fault = (told: Failure) =>
  h(
    'p',
    { class: 'fault', role: 'alert' },
    [told.what, told.where, told.got && `got: ${told.got}`, told.try && `try: ${told.try}`].filter(Boolean).join('; '),
  );

// Follows a job to its end; what was missed before is told again by the server.
export function follow(job: number, tell: (words: string, share: number) => void): Promise<Record<string, unknown>> {
  return new Promise((done, fail) => {
    const source = new EventSource(`api/jobs/${job}/events`);
    const end = (act: () => void) => {
      source.close();
      act();
    };
    source.addEventListener('progress', (e) => {
      const p = JSON.parse((e as MessageEvent).data);
      tell(p.stage, p.total ? p.done / p.total : 0);
    });
    source.addEventListener('done', (e) => end(() => done(JSON.parse((e as MessageEvent).data))));
    for (const kind of ['failed', 'stopped'])
      source.addEventListener(kind, (e) => end(() => fail(new Refused(422, JSON.parse((e as MessageEvent).data)))));
  });
}
export function progress(job: number): { node: HTMLElement; tell: (words: string, share: number) => void } {
  const words = h('span', {}, 'waiting'),
    bar = h('i', { style: 'width:0' });
  const stop = h(
    'button',
    {
      class: 'link',
      onclick: () => {
        void send(`jobs/${job}`, null, 'DELETE');
      },
    },
    'Stop',
  );
  return {
    node: h('div', { class: 'job' }, words, ' ', stop, h('div', { class: 'bar' }, bar)),
    tell: (text, share) => {
      words.textContent = text;
      bar.style.width = `${Math.round(share * 100)}%`;
    },
  };
}

export async function startRun(where: HTMLElement, doors: Doors) {
  try {
    const { job } = await send<{ job: number }>('jobs/run', {
      scenario: S.scenario!.scenario,
      changes: changes(),
      moves: Object.values(S.moves),
    });
    const shown = progress(job);
    where.replaceChildren(shown.node);
    const told = await follow(job, shown.tell);
    doors.show(String(told.run));
  } catch (error) {
    where.replaceChildren(fault(said(error)));
  }
}

export async function pick(doors: Doors) {
  box('Scenarios and runs', h('p', { class: 'note' }, 'Reading.'));
  try {
    const [named, runs, jobs] = await Promise.all([
      get<{ scenarios: { name: string; built_in: boolean }[] }>('scenarios'),
      list(),
      get<{ jobs: JobRow[] }>('jobs'),
    ]);
    const open = (name: string) => {
      ($('sheet') as HTMLDialogElement).close();
      doors.open(name);
    };
    const place = h('div');
    box(
      'Scenarios and runs',
      h('h3', {}, 'Scenarios'),
      h(
        'ul',
        { class: 'plain' },
        named.scenarios.map((row) =>
          h(
            'li',
            {},
            h('button', { class: 'link', onclick: () => open(row.name) }, title(row.name)),
            ' ',
            h('span', { class: 'dim' }, row.built_in ? 'built-in' : 'of this folder'),
          ),
        ),
      ),
      h(
        'p',
        {},
        h('button', { class: 'link', id: 'edit', onclick: () => edit(doors) }, 'Edit the text of this scenario'),
        ' ',
        h(
          'button',
          {
            class: 'link',
            id: 'run-now',
            onclick: () => {
              void startRun(place, {
                ...doors,
                show: (run) => {
                  ($('sheet') as HTMLDialogElement).close();
                  doors.show(run);
                },
              });
            },
          },
          'Run it as it stands',
        ),
      ),
      place,
      h('h3', {}, 'Runs'),
      runs.length
        ? h(
            'table',
            { class: 'runs' },
            h(
              'tbody',
              {},
              runs.map((row) => runRow(row, doors)),
            ),
          )
        : h('p', { class: 'note' }, 'None yet.'),
      jobs.jobs.length
        ? [
            h('h3', {}, 'At work'),
            h(
              'ul',
              { class: 'plain' },
              jobs.jobs.map((job) =>
                h(
                  'li',
                  {},
                  `${job.title}: ${job.state} `,
                  job.state === 'running' || job.state === 'waiting'
                    ? h(
                        'button',
                        {
                          class: 'link',
                          onclick: () => {
                            void send(`jobs/${job.job}`, null, 'DELETE').then(() => pick(doors));
                          },
                        },
                        'Stop',
                      )
                    : '',
                ),
              ),
            ),
          ]
        : [],
    );
  } catch (error) {
    box('Scenarios and runs', fault(said(error)));
  }
}
function runRow(row: RunRow, doors: Doors) {
  if (row.damaged) return h('tr', {}, h('td', {}, row.run), h('td', { colspan: 2, class: 'dim' }, row.damaged));
  const to = `api/runs/${encodeURIComponent(row.run)}`,
    files = ['czml', 'geojson', 'csv', 'parquet'];
  return h(
    'tr',
    {},
    h(
      'td',
      {},
      h(
        'button',
        {
          class: 'link',
          onclick: () => {
            ($('sheet') as HTMLDialogElement).close();
            doors.openRun(row);
          },
        },
        row.run,
      ),
    ),
    h(
      'td',
      { class: 'dim' },
      `${row.created?.slice(0, 16).replace('T', ' ')}, seed ${row.seed}, ${number(row.replicates ?? 0)} raids${row.changes?.length ? `, ${row.changes.length} changed` : ''}`,
    ),
    h(
      'td',
      {},
      h('a', { href: `${to}/report`, target: '_blank', rel: 'noopener' }, 'Report'),
      ...files.flatMap((form) => [' ', h('a', { href: `${to}/files/${form}` }, form)]),
    ),
  );
}

export function edit(doors: Doors) {
  const text = h('textarea', { id: 'text', spellcheck: 'false', 'aria-label': 'Text of the scenario', rows: 24 }),
    told = h('div', { id: 'problems', role: 'status' });
  text.value = S.scenario?.text ?? '';
  const name = h('input', {
    id: 'save-as',
    type: 'text',
    value: `${S.scenario?.scenario ?? 'my-site'}-2`,
    'aria-label': 'Name',
    pattern: '[a-z0-9][a-z0-9\\-]*',
  });
  const line = (p: Problem) =>
    h(
      'li',
      {},
      h('button', { class: 'link', onclick: () => toLine(text, p.line) }, p.line ? `line ${p.line}` : 'the file'),
      ` ${p.where ?? ''}: ${p.what}${p.got ? `; got: ${p.got}` : ''}${p.try ? `; try: ${p.try}` : ''}`,
    );
  let count = 0,
    later = 0;
  async function check() {
    const mine = ++count;
    try {
      const found = await send<{ valid: boolean; problems: Problem[]; summary: string | null }>('check', {
        text: text.value,
      });
      if (mine === count)
        told.replaceChildren(
          found.valid
            ? h('p', { class: 'good' }, 'It can be run.')
            : h('ul', { class: 'plain' }, found.problems.map(line)),
        );
    } catch (error) {
      told.replaceChildren(fault(said(error)));
    }
  }
  async function save() {
    try {
      const named = text.value.replace(/^name: .*$/m, `name: ${name.value}`);
      const found = await send<{ saved: boolean; problems: Problem[] }>(
        `scenarios/${encodeURIComponent(name.value)}`,
        { text: named },
        'PUT',
      );
      if (!found.saved) {
        told.replaceChildren(h('ul', { class: 'plain' }, found.problems.map(line)));
        return;
      }
      ($('sheet') as HTMLDialogElement).close();
      doors.open(name.value);
    } catch (error) {
      told.replaceChildren(fault(said(error)));
    }
  }
  text.addEventListener('input', () => {
    clearTimeout(later);
    later = window.setTimeout(() => void check(), 400);
  });
  box(
    'Text of the scenario',
    h(
      'p',
      { class: 'note' },
      'Checked as midcourse check does it. Saved into scenarios/ of the folder in which the server was started.',
    ),
    text,
    told,
    h(
      'p',
      {},
      'Save as ',
      name,
      ' ',
      h('button', { class: 'button', id: 'save', onclick: () => void save() }, 'Save and open'),
    ),
  );
  void check();
}
function toLine(text: HTMLTextAreaElement, line: number | null) {
  if (!line) return;
  const lines = text.value.split('\n'),
    start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  text.scrollTop = (line - 4) * 17;
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
