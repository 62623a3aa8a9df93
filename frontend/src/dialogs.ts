// What opens above the page: scenarios and runs, the text of a scenario with the shell's own check.
import { get, send } from './api';
import { $, h } from './dom';
import { follow, progress } from './jobs';
import { list, type RunRow } from './play';
import { box, fault, said } from './sheet';
import { changes, S } from './state';
import type { Slider } from './studies';
import type { Problem } from './types';
import { number, title } from './words';

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
