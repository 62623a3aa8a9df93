// What is open: a scenario or a run, its reading, what it is compared with, and the raid that plays.
import { Refused } from './api';
import { startRun as newRun, type Doors } from './dialogs';
import { $, h, note } from './dom';
import { fine, heard, inFull, open } from './live';
import { list, load, stepFrom, type RunRow } from './play';
import { showRail } from './rail';
import { placeDivider } from './split';
import { due, home } from './stage';
import { isChanged, S } from './state';
import { gantt, makeTransport, timeAt, type Acts } from './timeline';
import type { Slider } from './turning';
import { pin, showVersus, type Choose } from './versus';

export function title() {
  $('pick').replaceChildren(S.scenario?.title ?? 'No scenario', h('span', { class: 'caret', 'aria-hidden': 'true' }));
  document.title = S.scenario ? `Midcourse: ${S.scenario.title}` : 'Midcourse';
}
export async function choose(reading: string) {
  const { moves, values } = S;
  await open(S.scenario!.scenario, reading, S.given);
  Object.assign(S, { moves, values });
  if (isChanged()) void fine();
  if (S.play) void show(S.play.run, reading, S.play.replicate);
  void showVersus(versus);
}
export function reset() {
  S.undo.push({ moves: { ...S.moves }, values: { ...S.values } });
  [S.moves, S.values] = [{}, {}];
  void fine();
}
export function step(from: typeof S.undo, to: typeof S.undo) {
  const last = from.pop();
  if (!last) return;
  to.push({ moves: S.moves, values: S.values });
  [S.moves, S.values] = [last.moves, last.values];
  void fine();
}

export const jump = (t: number) => {
  S.t = Math.max(0, Math.min(S.play?.end_s ?? 0, t));
  due.air = true;
};
export const act: Acts = {
  jump,
  play() {
    if (!S.play) return;
    S.playing = !S.playing;
    if (S.playing && S.t >= S.play.end_s) S.t = 0;
    due.air = true;
  },
  step(by) {
    if (!S.play) return;
    S.playing = false;
    jump(stepFrom(S.play, S.t, by));
  },
  rate(v) {
    S.rate = v;
    document
      .querySelectorAll<HTMLElement>('.transport [data-v]')
      .forEach((b) => b.setAttribute('aria-pressed', String(+b.dataset.v! === v)));
  },
  follow(id) {
    S.follow = id;
    gantt(jump);
    due.air = true;
  },
  raid(replicate) {
    if (S.play) void show(S.play.run, S.play.reading, replicate);
  },
};
export async function show(run: string, reading: string | null, replicate = 1) {
  try {
    S.play = await load(run, reading, replicate);
  } catch (error) {
    S.play = null;
    note('This run cannot be played.', error instanceof Refused ? error.told.what : 'The server does not answer.');
  }
  [S.t, S.playing, S.follow] = [0, false, ''];
  makeTransport(act, startRun);
  showRail(choose);
  if (S.play) timeAt();
  due.air = due.panels = true;
}
const refused = (error: Error) => {
  S.waiting = false;
  S.failure = error.message;
  heard.redraw();
};
export async function openScenario(name: string, reading: string | null = null, given: string[] = []) {
  try {
    await open(name, reading, given);
  } catch (error) {
    refused(error as Error);
    return;
  }
  if (!S.compare) home();
  const run = (await list()).find(
    (row) => row.scenario === name && !row.damaged && JSON.stringify(row.changes ?? []) === JSON.stringify(given),
  )?.run;
  if (run) await show(run, S.reading);
  else {
    S.play = null;
    makeTransport(act, startRun);
    showRail(choose);
  }
  void showVersus(versus);
  due.air = true;
}
export async function openRun(row: RunRow, wanted = S.compare?.reading ?? S.reading, raid = 1) {
  const reading = row.readings!.includes(wanted) ? wanted : row.readings![0];
  try {
    await open(row.scenario!, reading, row.changes ?? []);
  } catch (error) {
    refused(error as Error);
    return;
  }
  S.ran = row.run;
  if (!S.compare) home();
  await show(row.run, reading, raid);
  void showVersus(versus);
}
export const versus: Choose = {
  hand() {
    placeDivider();
    void showVersus(versus);
    heard.redraw();
  },
  async reading(name) {
    const A = S.compare!;
    if (S.scenario!.scenario === A.scenario.scenario) await choose(name);
    else await openScenario(A.scenario.scenario, name, A.given);
  },
  scenario: (name) => openScenario(name),
  run: openRun,
};
// Where a study turns: the scenario and reading that it speaks of, with the slider there; nothing else is changed.
async function turnTo({ scenario, reading, path, value, changes }: Slider) {
  const same = S.scenario?.scenario === scenario && S.reading === reading && S.given.join() === changes.join();
  if (!same) await openScenario(scenario, reading, changes);
  const one = S.scenario?.assumptions.find((a) => a.path === path);
  if (!one) return;
  S.undo.push({ moves: { ...S.moves }, values: { ...S.values } });
  [S.moves, S.values] = [{}, { [one.set_path]: +value.toFixed(2) }];
  await fine();
}
export const doors: Doors = {
  open(name, reading = null) {
    release();
    void openScenario(name, reading);
  },
  openRun(row) {
    release();
    void openRun(row, S.reading);
  },
  show(run) {
    void show(run, S.reading).then(() => {
      if (!S.play) void show(run, null);
    });
  },
  set(slider) {
    release();
    void turnTo(slider);
  },
};
function startRun() {
  void newRun($('transport'), doors);
}

export function compare() {
  if (S.compare) {
    release();
    return;
  }
  if (!S.scenario || !S.named) return;
  S.compare = pin();
  if (S.waiting) {
    $('b-compare').setAttribute('aria-busy', 'true');
    void inFull(S.compare).then(() => $('b-compare').removeAttribute('aria-busy'));
  }
  $('b-compare').setAttribute('aria-pressed', 'true');
  versus.hand();
}
function release() {
  [S.compare, S.split] = [null, null];
  $('b-compare').setAttribute('aria-pressed', 'false');
  versus.hand();
}
