// What opens above the page: scenarios and runs, and a run that is made.
import { get, send } from './api';
import { $, h } from './dom';
import { edit } from './edit/editor';
import { follow, progress } from './jobs';
import { list, type RunRow } from './play';
import { box, fault, said } from './sheet';
import { changes, S } from './state';
import type { Slider } from './turning';
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
      S.scenario
        ? h(
            'p',
            {},
            h('button', { class: 'link', id: 'edit', onclick: () => void edit(doors) }, 'Edit this scenario'),
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
          )
        : null,
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
            h('h3', {}, 'Asked for since the server started'),
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
