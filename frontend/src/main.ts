import '@fontsource-variable/source-sans-3';
import '@fontsource-variable/source-sans-3/wght-italic.css';
import '@fontsource-variable/source-serif-4';
import '@fontsource-variable/source-serif-4/wght-italic.css';
import './style.css';
import { showAnswer, counted } from './answer';
import { air } from './air';
import { get, Refused } from './api';
import { showCard } from './card';
import { pick, startRun as newRun, type Doors } from './dialogs';
import { $, h, put } from './dom';
import { makeFlat, type Flat } from './flat';
import { distance } from './geo';
import { makeGlobe, type Globe } from './globe';
import { makeHandles, placeHandles, wireHandles } from './handles';
import { ground } from './ground';
import type { Rect } from './ink';
import { fine, heard, open } from './live';
import { load, list, stepFrom, type RunRow } from './play';
import { gantt, makeTransport, timeAt, type Acts } from './timeline';
import { dressPins, drop, heldAt, makePins, placePins, wirePins } from './pins';
import { showLegend, showRail } from './rail';
import { makeSliders, showSliders } from './sliders';
import { asA, dressA, isSplit, placeA, placeDivider, wireDivider } from './split';
import { answered, isChanged, parts, placeOf, S } from './state';
import { studies, type Slider } from './studies';
import { readTheme } from './theme';
import { followVersus, pin, showVersus, type Choose } from './versus';
import { area, number, signed } from './words';

const query = new URLSearchParams(location.search),
  root = document.documentElement;
const narrow = () => innerWidth < 720;
root.dataset.theme = query.get('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
let theme = readTheme(),
  globe: Globe | null = null,
  flat: Flat | null = null,
  dirty = true,
  panels = true,
  moved = true;
let boxes: Rect[] = [],
  boxesA: Rect[] = [];
const map = () => (S.flat || !globe ? flat! : globe);
const dpr = () => (S.lite ? 1 : Math.min(2, devicePixelRatio));
heard.redraw = () => {
  dirty = panels = true;
};
heard.opened = () => {
  makePins();
  makeHandles();
  showRail(choose);
  makeSliders(reset, (name, reading) => doors.open(name, reading));
  title();
  globe?.theme();
  flat?.draw(dpr());
  dirty = panels = true;
};

// The camera looks at what is protected and where the sites stand: the middle of both.
function homeAt(): [number, number, number, number] {
  const at = [...parts(), ...(S.compare ? [...S.compare.scenario.batteries, ...S.compare.scenario.sensors] : [])]
    .filter((part) => part.kind !== 'satellite')
    .map(placeOf);
  for (const threat of S.scenario?.threats ?? [])
    at.push([threat.launches[0].longitude_deg, threat.launches[0].latitude_deg]);
  if (!at.length) return [15, 48, 9000, -80];
  const rad = Math.PI / 180,
    sum = at.reduce(
      (p, [lon, lat]) => [
        p[0] + Math.cos(lat * rad) * Math.cos(lon * rad),
        p[1] + Math.cos(lat * rad) * Math.sin(lon * rad),
        p[2] + Math.sin(lat * rad),
      ],
      [0, 0, 0],
    );
  const lon = Math.atan2(sum[1], sum[0]) / rad,
    lat = Math.atan2(sum[2], Math.hypot(sum[0], sum[1])) / rad;
  const far = Math.max(...at.map((p) => distance(p, [lon, lat])));
  return [lon, lat, Math.max(2500, Math.min(16000, far * 2 + 900)) * (narrow() ? 1.5 : 1), narrow() ? -80 : -66];
}
const home = () => {
  map().home();
  if (S.flat) flat!.draw(dpr());
  dirty = true;
};
const zoom = (f: number) => {
  map().zoom(f);
  if (S.flat) flat!.draw(dpr());
  dirty = true;
};

function title() {
  $('pick').replaceChildren(S.scenario?.title ?? 'No scenario', h('span', { class: 'caret', 'aria-hidden': 'true' }));
  document.title = S.scenario ? `Midcourse: ${S.scenario.title}` : 'Midcourse';
}
async function choose(reading: string) {
  const { moves, values } = S;
  await open(S.scenario!.scenario, reading, S.given);
  Object.assign(S, { moves, values });
  if (isChanged()) void fine();
  if (S.play) void show(S.play.run, reading, S.play.replicate);
  void showVersus(versus);
}
function reset() {
  S.undo.push({ moves: { ...S.moves }, values: { ...S.values } });
  [S.moves, S.values] = [{}, {}];
  void fine();
}
function step(from: typeof S.undo, to: typeof S.undo) {
  const last = from.pop();
  if (!last) return;
  to.push({ moves: S.moves, values: S.values });
  [S.moves, S.values] = [last.moves, last.values];
  void fine();
}

function inkOf(id: string, w: number, height: number, scale: number) {
  const canvas = $(id) as HTMLCanvasElement;
  if (canvas.width !== Math.round(w * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(w * scale);
    canvas.height = Math.round(height * scale);
  }
  return canvas.getContext('2d', { willReadFrequently: S.soft })!;
}
function frame(all: boolean) {
  const view = map().view(),
    scale = dpr(),
    t = performance.now();
  if (all) boxes = ground(inkOf('ink', view.w, view.h, scale), view, S, theme, scale);
  air(inkOf('air', view.w, view.h, scale), view, S, theme, scale, boxes);
  if (isSplit())
    asA(() => {
      if (all) boxesA = ground(inkOf('inkA', view.w, view.h, scale), view, S, theme, scale);
      air(inkOf('airA', view.w, view.h, scale), view, S, theme, scale, boxesA);
    });
  S.paintMs = Math.round((performance.now() - t) * 10) / 10;
  S.frames++;
  if (!all) return;
  placePins(map());
  placeA(view);
  placeHandles(view);
  scaleBar(view.w, view.h);
}
function scaleBar(w: number, height: number) {
  const a = map().pick(w / 2 - 50, height * 0.8),
    b = map().pick(w / 2 + 50, height * 0.8);
  $('scalebar').hidden = !(a && b);
  if (!a || !b) return;
  const far = distance(a, b),
    round = [20, 50, 100, 200, 500, 1000, 2000].find((x) => x > far * 0.55) ?? 5000;
  put('scalebar', h('i', { style: `width:${((round / far) * 100).toFixed(0)}px` }), `${number(round)} km here`);
}
function liveCard() {
  const box = $('live');
  box.hidden = !S.drag;
  if (!S.drag) return;
  const places = S.ground!.places.filter((p) => p.capital),
    before = new Set(
      answered(S.drag.named, S.reading)
        .filter((p) => p.capital && p.covered)
        .map((p) => p.name),
    );
  const now = places.filter((p) => S.status[p.at] === 1),
    gained = now.filter((p) => !before.has(p.name)),
    names = new Set(now.map((p) => p.name)),
    lost = [...before].filter((name) => !names.has(name));
  const few = (sign: string, list: string[]) =>
    list.length
      ? [
          h(
            'span',
            { class: 'why' },
            `${sign} ${list.slice(0, 3).join(', ')}${list.length > 3 ? ` and ${list.length - 3} more` : ''}`,
          ),
        ]
      : [];
  const km2 = S.ground!.cells.area_km2.reduce((sum, a, i) => sum + (S.status[i] === 1 ? a : 0), 0),
    was = S.drag.exact?.readings[0].defended_km2;
  box.replaceChildren(
    h('b', {}, area(km2)),
    ' M km² ',
    was ? h('span', { class: `delta ${km2 < was ? 'down' : 'up'}` }, signed((km2 - was) / 1e6, 2)) : '',
    h('br'),
    `${now.length} capitals `,
    now.length !== before.size
      ? h('span', { class: `delta ${now.length < before.size ? 'down' : 'up'}` }, signed(now.length - before.size))
      : '',
    ...few(
      '+',
      gained.map((p) => p.name),
    ),
    ...few('−', lost),
  );
  const [x, y] = heldAt;
  box.style.transform = `translate(${Math.min(x + 22, $('ink').clientWidth - 230)}px,${Math.max(8, y - 96)}px)`;
  say(
    `${area(km2)} million square kilometres, ${now.length} capitals${lost.length ? `, ${lost.slice(0, 3).join(', ')} lost` : ''}.`,
  );
}
let said = 0;
function say(words: string) {
  if (Date.now() - said > 1000) {
    said = Date.now();
    $('said').textContent = words;
  }
}

const jump = (t: number) => {
  S.t = Math.max(0, Math.min(S.play?.end_s ?? 0, t));
  moved = true;
};
const act: Acts = {
  jump,
  play() {
    if (!S.play) return;
    S.playing = !S.playing;
    if (S.playing && S.t >= S.play.end_s) S.t = 0;
    moved = true;
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
    moved = true;
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
  moved = panels = true;
}
const refused = (error: Error) => {
  S.waiting = false;
  S.failure = error.message;
  heard.redraw();
};
async function openScenario(name: string, reading: string | null = null, given: string[] = []) {
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
  moved = true;
}
async function openRun(row: RunRow, wanted = S.compare?.reading ?? S.reading, raid = 1) {
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
const versus: Choose = {
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
async function turnTo({ scenario, reading, path, value }: Slider) {
  if (S.scenario?.scenario !== scenario || S.reading !== reading) await openScenario(scenario, reading);
  const one = S.scenario?.assumptions.find((a) => a.path === path);
  if (!one) return;
  S.undo.push({ moves: { ...S.moves }, values: { ...S.values } });
  [S.moves, S.values] = [{}, { [one.set_path]: +value.toFixed(2) }];
  await fine();
}
const doors: Doors = {
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

let panelTime = 0,
  before = 0;
function tick(now: number) {
  const dt = Math.min(0.1, (now - before) / 1000);
  before = now;
  if (S.playing && S.play) {
    S.t = Math.min(S.play.end_s, S.t + dt * S.rate);
    if (S.t >= S.play.end_s) S.playing = false;
    moved = true;
    if (S.follow) chase();
  }
  if ((dirty || moved) && (globe || flat)) {
    frame(dirty);
    timeAt();
    Object.assign(document.body.dataset, { time: S.t.toFixed(1), frames: S.frames, paint: S.paintMs });
    dirty = moved = false;
  }
  if (panels && now - panelTime > 66) {
    panels = false;
    panelTime = now;
    showAnswer((place) => {
      map().fly(place.longitude_deg, place.latitude_deg);
      if (S.flat) flat!.draw(dpr());
      dirty = true;
    });
    showLegend();
    showSliders();
    liveCard();
    void followVersus();
    put(
      'runmeta',
      S.waiting
        ? 'calculating'
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

function chase() {
  // keep the followed flight in sight
  const flight = S.play!.flights.find((f) => f.id === S.follow);
  if (!flight) return;
  const p = flight.path.find((q) => q[0] >= S.t) ?? flight.path[flight.path.length - 1],
    q = map().view().point(p[1], p[2], p[3]),
    view = map().view();
  if (!q[2] || q[0] < 60 || q[1] < 60 || q[0] > view.w - 60 || q[1] > view.h - 60) map().fly(p[1], p[2]);
}

function setTheme(name: string) {
  root.dataset.theme = name;
  theme = readTheme();
  $('b-theme').textContent = name === 'dark' ? 'Light' : 'Dark';
  dressPins();
  dressA();
  globe?.theme();
  flat?.draw(dpr());
  dirty = true;
}
function compare() {
  if (S.compare) {
    release();
    return;
  }
  if (!S.scenario || !S.named) return;
  S.compare = pin();
  $('b-compare').setAttribute('aria-pressed', 'true');
  versus.hand();
}
function release() {
  [S.compare, S.split] = [null, null];
  $('b-compare').setAttribute('aria-pressed', 'false');
  versus.hand();
}
function setFlat(on: boolean) {
  S.flat = on;
  $('flat').hidden = !on;
  $('globe').style.visibility = on ? 'hidden' : '';
  $('v-flat').setAttribute('aria-pressed', String(on));
  $('v-globe').setAttribute('aria-pressed', String(!on));
  if (on) {
    flat ??= makeFlat($('flat') as HTMLCanvasElement, () => {
      const [lon, lat] = homeAt();
      return [lon, lat];
    });
    flat.draw(dpr());
  }
  heard.redraw();
}
const KEYS: [string, string][] = [
  ['Space', 'play, pause'],
  ['[  ]', 'previous, next event'],
  ['Tab', 'sites from west to east, controls, rows'],
  ['Arrows', 'move the focused site by ¼°; with Shift 1°'],
  [',  .', 'turn the focused radar by 5°'],
  ['Enter', 'keep the move'],
  ['Esc', 'put it back; close'],
  ['Ctrl Z', 'undo; with Shift redo'],
  ['C', 'pin A and compare'],
  ['M', 'globe or flat map'],
  ['+  −', 'zoom'],
  ['H', 'home view'],
  ['D', 'light or dark'],
  ['?', 'this list'],
];
function help() {
  const dialog = $('keys') as HTMLDialogElement;
  dialog.replaceChildren(
    h('h2', {}, 'Keys'),
    h(
      'dl',
      {},
      KEYS.flatMap(([a, b]) => [h('dt', {}, h('kbd', {}, a)), h('dd', {}, b)]),
    ),
    h('form', { method: 'dialog' }, h('button', { class: 'link' }, 'Close')),
  );
  dialog.showModal();
}
function wire() {
  wirePins(map);
  wireHandles(map);
  wireDivider(() => {
    moved = true;
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
  document.querySelector<HTMLElement>('.tabs')!.onclick = (e) => {
    const b = (e.target as HTMLElement).closest('button');
    if (b) tab(b.dataset.tab!);
  };
  tab('answer');
  addEventListener('keydown', (e) => {
    const target = e.target as HTMLElement;
    if (target.matches('textarea, select, [type=text]')) return;
    if (e.ctrlKey || e.metaKey) {
      if (e.key.toLowerCase() === 'z') {
        e.preventDefault();
        if (e.shiftKey) step(S.redo, S.undo);
        else step(S.undo, S.redo);
      }
      return;
    }
    if (e.key === ' ' && !target.matches('button, input')) {
      e.preventDefault();
      act.play();
      return;
    }
    const acts: Record<string, () => void> = {
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
    };
    if (!target.matches('input') && acts[e.key]) acts[e.key]();
  });
  panFlat();
}
function panFlat() {
  const canvas = $('flat');
  canvas.onpointerdown = (e) => {
    canvas.setPointerCapture(e.pointerId);
    let [x, y] = [e.clientX, e.clientY];
    canvas.onpointermove = (m) => {
      flat!.pan(m.clientX - x, m.clientY - y);
      [x, y] = [m.clientX, m.clientY];
      flat!.draw(dpr());
      dirty = true;
    };
    canvas.onpointerup = () => {
      canvas.onpointermove = null;
    };
  };
  canvas.onwheel = (e) => {
    e.preventDefault();
    zoom(e.deltaY < 0 ? 0.25 : -0.25);
  };
}
function tab(key: string) {
  root.dataset.tab = key;
  document
    .querySelectorAll<HTMLElement>('.tabs button')
    .forEach((b) => b.setAttribute('aria-selected', String(b.dataset.tab === key)));
}

function startMap() {
  const wanted = query.get('view') === 'flat';
  const gl = document.createElement('canvas').getContext('webgl2'),
    info = gl?.getExtension('WEBGL_debug_renderer_info');
  S.soft = /swiftshader|llvmpipe|software/i.test(
    info && gl ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : '',
  );
  S.lite = query.get('lite') === '1' || (S.soft && query.get('lite') !== '0');
  try {
    if (wanted || !gl) throw new Error('flat');
    globe = makeGlobe($('globe'), S.lite, homeAt);
    globe.scene.postRender.addEventListener(() => {
      dirty = true;
    });
    globe.home();
  } catch {
    setFlat(true);
    if (!wanted) {
      ($('v-globe') as HTMLButtonElement).disabled = true;
      note('Flat map', 'This browser has no WebGL. Everything else works the same.');
    }
  }
  if (S.lite && !query.has('lite') && globe) note('Low graphics is on', 'software rendering.');
}
function note(head: string, words: string) {
  $('state').hidden = false;
  put(
    'state',
    h('b', {}, head),
    ` ${words} `,
    h(
      'button',
      {
        class: 'link',
        onclick: () => {
          $('state').hidden = true;
        },
      },
      'Close',
    ),
  );
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
    flat?.draw(dpr());
    if (S.play) gantt(jump);
    dirty = true;
  }).observe($('globe'));
  const state = await get<{ scenario: string | null; run: string | null }>('state'),
    names = await get<{ scenarios: { name: string }[] }>('scenarios');
  const named = query.get('run') ?? (query.has('scenario') ? null : state.run),
    row = named === null ? undefined : (await list().catch(() => [])).find((one) => one.run === named && !one.damaged);
  if (row) await openRun(row, query.get('reading') ?? S.reading, +(query.get('raid') ?? 1));
  if (!S.scenario)
    await openScenario(query.get('scenario') ?? state.scenario ?? names.scenarios[0].name, query.get('reading'));
  globe?.home();
  if (query.has('t')) jump(+query.get('t')!);
  let calm = 0;
  const watch = setInterval(() => {
    globe?.scene.requestRender();
    calm = S.flat || !globe || globe.settled() ? calm + 1 : 0;
    if (calm > 4 && !S.waiting) {
      clearInterval(watch);
      document.body.dataset.ready = '1';
    }
  }, 120);
}
addEventListener('blur', drop);
void showCard;
void start();
