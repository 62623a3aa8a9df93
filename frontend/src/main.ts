import '@fontsource-variable/source-sans-3';
import '@fontsource-variable/source-sans-3/wght-italic.css';
import '@fontsource-variable/source-serif-4';
import '@fontsource-variable/source-serif-4/wght-italic.css';
import './style.css';
import { showAnswer, counted } from './answer';
import { get } from './api';
import { pick } from './dialogs';
import { $, put } from './dom';
import { makeHandles, wireHandles } from './handles';
import { help, wireKeys } from './keys';
import { awaited, heard } from './live';
import { liveCard } from './livecard';
import { act, choose, compare, doors, jump, openRun, openScenario, reset, step, title } from './opened';
import { list } from './play';
import { drop, makePins, wirePins } from './pins';
import { showLegend, showRail } from './rail';
import { makeSliders, showSliders } from './sliders';
import { wireDivider } from './split';
import {
  chase,
  drawBase,
  drawFlat,
  drawnOn,
  due,
  fly,
  frame,
  home,
  isCalm,
  isUp,
  look,
  map,
  nudge,
  panFlat,
  hurry,
  redraw,
  setFlat,
  setTheme,
  soon,
  startMap,
  written,
  zoom,
} from './stage';
import { answered, isChanged, S } from './state';
import { studies } from './studies';
import { gantt, showNow, timeAt } from './timeline';
import { letGo } from './turning';
import { followVersus } from './versus';
import { drawn, frameBegins } from './waits';

const query = new URLSearchParams(location.search),
  root = document.documentElement;
heard.redraw = redraw;
heard.soon = soon;
heard.waits = () => {
  // no word of the state before stands any longer, whoever reads it
  if (document.body.dataset.waiting === '1') return;
  document.body.dataset.waiting = '1';
  put('runmeta', CALCULATING);
};
heard.opened = () => {
  makePins();
  makeHandles();
  showRail(choose);
  makeSliders(reset, (name, reading) => doors.open(name, reading));
  title();
  drawBase();
  redraw();
};

const CALCULATING = 'calculating';
let panelTime = 0,
  ticks = 0,
  before = 0;
function tick(now: number) {
  frameBegins();
  ticks++;
  const dt = Math.min(0.1, (now - before) / 1000);
  before = now;
  if (S.playing && S.play) {
    S.t = Math.min(S.play.end_s, S.t + dt * S.rate);
    if (S.t >= S.play.end_s) S.playing = false;
    due.air = true;
    if (S.follow) chase();
  }
  if (isUp()) hurry(now, awaited());
  if ((due.ground || due.air) && isUp()) {
    frame(due.ground);
    if (due.ground) drawn();
    timeAt();
    Object.assign(document.body.dataset, { time: S.t.toFixed(1), frames: S.frames, paint: S.paintMs });
    due.ground = due.air = false;
  }
  if (due.panels && now - panelTime > 66) {
    due.panels = false;
    panelTime = now;
    showAnswer((place) => fly(place.longitude_deg, place.latitude_deg));
    showLegend();
    showSliders();
    liveCard(drawnOn.w);
    void followVersus();
    put(
      'runmeta',
      S.waiting
        ? CALCULATING
        : isChanged()
          ? 'changed, not saved'
          : S.given.length
            ? `as ${S.ran ?? 'a run'} has it, ${S.given.length} changed, reading ${S.reading}`
            : S.scenario
              ? `as written, reading ${S.reading}`
              : '',
    );
    $('lost').hidden = !S.stale;
    document.body.dataset.waiting = S.waiting ? '1' : '0';
    document.body.dataset.shown = S.waiting ? '' : [S.scenario?.scenario, S.reading, S.ran].filter(Boolean).join(' ');
    document.body.dataset.covered = String(counted(answered(S.named, S.reading)).covered);
  }
  requestAnimationFrame(tick);
}

function wire() {
  const sheet = $('sheet') as HTMLDialogElement;
  sheet.addEventListener('close', letGo);
  addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && sheet.open && sheet.classList.contains('beside')) sheet.close();
  });
  wirePins(map);
  wireHandles(map);
  wireDivider(() => {
    due.air = true;
  });
  $('b-theme').onclick = () => setTheme(root.dataset.theme === 'dark' ? 'light' : 'dark');
  $('b-compare').onclick = compare;
  $('b-keys').onclick = help;
  $('pick').onclick = () => void pick(doors);
  $('answer').addEventListener('click', (e) => {
    if ((e.target as HTMLElement).id === 'studies') void studies(doors);
  });
  $('v-flat').onclick = () => setFlat(true);
  $('v-globe').onclick = () => setFlat(false);
  $('z-in').onclick = () => zoom(0.25);
  $('z-out').onclick = () => zoom(-0.35);
  $('z-home').onclick = home;
  $('z-flat').onclick = () => setFlat(!S.flat);
  document.querySelector<HTMLElement>('.tabs')!.onclick = (e) => {
    const b = (e.target as HTMLElement).closest('button');
    if (b) tab(b.dataset.tab!);
  };
  tab('answer');
  wireKeys(
    {
      ' ': act.play,
      '[': () => act.step(-1),
      ']': () => act.step(1),
      d: () => $('b-theme').click(),
      c: compare,
      m: () => setFlat(!S.flat),
      h: home,
      '+': () => zoom(0.25),
      '=': () => zoom(0.25),
      '-': () => zoom(-0.35),
      '?': help,
    },
    () => step(S.undo, S.redo),
    () => step(S.redo, S.undo),
  );
  panFlat();
}
function tab(key: string) {
  root.dataset.tab = key;
  document
    .querySelectorAll<HTMLElement>('.tabs button')
    .forEach((b) => b.setAttribute('aria-selected', String(b.dataset.tab === key)));
  if (key === 'events') showNow();
}

async function start() {
  await document.fonts.ready;
  await Promise.all(
    ['400 12px', 'italic 400 12px', '650 12px']
      .map((f) => document.fonts.load(`${f} "Source Sans 3 Variable"`, 'Aé'))
      .concat(document.fonts.load('italic 13px "Source Serif 4 Variable"')),
  );
  wire();
  startMap();
  $('b-theme').textContent = root.dataset.theme === 'dark' ? 'Light' : 'Dark';
  requestAnimationFrame(tick);
  new ResizeObserver(() => {
    drawFlat();
    if (S.play) gantt(jump);
    due.ground = true;
  }).observe($('globe'));
  const state = await get<{ scenario: string | null; run: string | null }>('state'),
    names = await get<{ scenarios: { name: string }[] }>('scenarios');
  const named = query.get('run') ?? (query.has('scenario') ? null : state.run),
    row = named === null ? undefined : (await list().catch(() => [])).find((one) => one.run === named && !one.damaged);
  if (row) await openRun(row, query.get('reading') ?? S.reading, +(query.get('raid') ?? 1));
  if (!S.scenario)
    await openScenario(query.get('scenario') ?? state.scenario ?? names.scenarios[0].name, query.get('reading'));
  home();
  const at = (query.get('at') ?? '').split(',').map(Number);
  if (at.length === 3 && at.every(Number.isFinite)) look(at[0], at[1], at[2]);
  if (query.has('probe')) Object.assign(window, { written, look });
  if (query.has('t')) jump(+query.get('t')!);
  let calm = 0,
    seen = 0;
  const watch = setInterval(() => {
    nudge();
    calm = isCalm() && !due.ground && ticks > seen ? calm + 1 : 0; // a frame that has not come yet may lay the page out anew
    seen = ticks;
    if (calm > 4 && !S.waiting) {
      clearInterval(watch);
      document.body.dataset.ready = '1';
    }
  }, 120);
}
addEventListener('blur', drop);
void start();
