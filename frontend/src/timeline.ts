// Bottom dock: transport, a row a threat (phases, who sees it, shots), the event list that moves with the clock.
import { h, put, s, $, type Child } from './dom';
import { endOf, reentryOf, type Flight, type Play } from './play';
import { heightOf, rowsOf, stripOf, type Row } from './rows';
import { S } from './state';
import { clock } from './words';

export interface Acts {
  play(): void;
  step(by: number): void;
  rate(v: number): void;
  jump(t: number): void;
  follow(id: string): void;
  raid(replicate: number): void;
}
const icon = (d: string) => s('svg', { width: 16, height: 16 }, s('path', { d }));

export function makeTransport(act: Acts, start: () => void) {
  const play = S.play;
  if (!play) {
    put(
      'transport',
      h('button', { class: 'link', id: 'make-run', onclick: start }, 'Run this scenario'),
      h('span', { class: 'dim' }, 'A run draws raids, and can then be played here.'),
    );
    put('gantt');
    put('events', h('li', { class: 'note' }, 'No run is open.'));
    put('evcount');
    return;
  }
  put(
    'transport',
    h(
      'button',
      { id: 't-prev', 'aria-label': 'Previous event', title: 'Previous event ([)', onclick: () => act.step(-1) },
      icon('M4 3v10M13 3L6 8l7 5z'),
    ),
    h('button', { id: 't-play', class: 'play', 'aria-label': 'Play', title: 'Play, pause (Space)', onclick: act.play }),
    h(
      'button',
      { id: 't-next', 'aria-label': 'Next event', title: 'Next event (])', onclick: () => act.step(1) },
      icon('M12 3v10M3 3l7 5-7 5z'),
    ),
    h('output', { id: 't-clock' }),
    h(
      'div',
      { class: 'seg', role: 'group', 'aria-label': 'Speed' },
      [1, 10, 60].map((v) =>
        h('button', { 'data-v': v, 'aria-pressed': String(v === S.rate), onclick: () => act.rate(v) }, `${v}×`),
      ),
    ),
    h(
      'label',
      { class: 'follow' },
      'Follow ',
      h(
        'select',
        { id: 't-follow', onchange: (e: Event) => act.follow((e.target as HTMLSelectElement).value) },
        h('option', { value: '' }, 'none'),
        play.flights.map((f) => h('option', { value: f.id, selected: S.follow === f.id }, f.id)),
      ),
    ),
    h(
      'label',
      { class: 'follow' },
      'Raid ',
      h(
        'select',
        {
          id: 't-raid',
          title: `The first ${play.told} of ${play.replicates ?? '?'} drawn raids, seed ${play.seed}`,
          onchange: (e: Event) => act.raid(+(e.target as HTMLSelectElement).value),
        },
        Array.from({ length: play.told }, (_, k) =>
          h(
            'option',
            { value: k + 1, selected: play.replicate === k + 1 },
            `${k + 1} of ${play.replicates ?? play.told}`,
          ),
        ),
      ),
    ),
    h(
      'span',
      { class: 'key' },
      [
        ['boost', 'boost'],
        ['mid', 'midcourse'],
        ['ree', 're-entry'],
        ['see', 'in view'],
        ['sho', 'interceptor'],
      ]
        .map(([cls, words]) => [h('i', { class: cls }), words])
        .flat() as Child[],
    ),
  );
  gantt(act.jump);
  eventList(play, act.jump);
}

let x = (t: number) => t;
interface Chart {
  play: Play;
  sensors: string[];
  W: number;
  narrow: boolean;
}
const MOST_ROWS = 340; // a raid of 300 opened whole
const opened = new Set<string>();
function toggle(key: string, jump: (t: number) => void) {
  if (!opened.delete(key)) opened.add(key);
  gantt(jump);
  document.querySelector<SVGElement>(`#gantt [data-group="${CSS.escape(key)}"]`)?.focus();
}
const bar = (cls: string, a: number, b: number, y: number, height: number) =>
  s('rect', { class: cls, x: x(a), y, width: Math.max(1, x(b) - x(a)), height });
const under = (W: number, y: number) => s('line', { class: 'row', x1: 0, x2: W, y1: y - 0.5, y2: y - 0.5 });
function phases(play: Play, f: Flight, y: number, height: number): Node[] {
  const end = endOf(play, f),
    reentry = reentryOf(f);
  return [
    bar('boost', f.lift_off_s, f.burnout_s, y, height),
    bar('mid', f.burnout_s, Math.min(end, reentry), y, height),
    ...(end > reentry ? [bar('ree', reentry, end, y, height)] : []),
  ];
}
// One launch area and place of a big raid: a strip a missile, in order of launch; a click opens it.
function groupRow({ play, W }: Chart, row: Row, y: number, open: () => void): Node[] {
  const strip = stripOf(row),
    leaks = row.flights.filter((f) => f.leaks).length;
  const told = s(
    'g',
    {
      class: 'group',
      tabindex: 0,
      role: 'button',
      'aria-expanded': String(row.open),
      'data-group': row.key,
      'aria-label': `${row.flights.length} from ${row.title}, ${leaks} land`,
    },
    s('rect', { class: 'hit', x: 0, y, width: 146, height: heightOf(row) }),
    s('title', {}, `${row.title}: ${row.flights.length}, ${leaks} land`),
    s(
      'text',
      { class: 'rl', x: 14, y: y + 14 },
      s('tspan', { class: 'id' }, `${row.open ? '▾' : '▸'} ${row.flights.length}`),
      ` ${row.title}`,
    ),
  );
  const pressed = (e: Event) => {
    e.preventDefault();
    e.stopPropagation(); // no jump in time
    open();
  };
  told.addEventListener('pointerdown', pressed);
  told.addEventListener('keydown', (e) => {
    if ((e as KeyboardEvent).key === 'Enter' || (e as KeyboardEvent).key === ' ') pressed(e);
  });
  const height = Math.max(0.5, strip - (strip > 1.5 ? 1 : 0));
  const nodes = row.flights.flatMap((f, i) => phases(play, f, y + 2 + i * strip, height));
  return [under(W, y + heightOf(row)), ...nodes, told];
}
function flightRow({ play, sensors, W, narrow }: Chart, f: Flight, y: number): Node[] {
  const end = endOf(play, f);
  const nodes: Node[] = [
    under(W, y + 22),
    s(
      'text',
      { class: 'rl', x: narrow ? 2 : 14, y: y + 14 },
      s('tspan', { class: 'id' }, f.id),
      narrow ? '' : ` ${f.aim}`,
    ),
    ...phases(play, f, y + 3, 6),
  ];
  if (end < f.end_s) nodes.push(bar('unflown', end, f.end_s, y + 5.5, 1));
  for (const v of f.seen)
    nodes.push(
      s(
        'g',
        { class: 'view' },
        s('title', {}, `${v.sensor} sees ${f.id}, ${clock(v.from_s)} to ${clock(v.to_s)}`),
        bar(
          'see',
          v.from_s,
          Math.min(v.to_s, Math.max(end, v.from_s)),
          y + 10.5 + Math.min(2, sensors.indexOf(v.sensor)) * 2.5,
          1.6,
        ),
      ),
    );
  for (const q of play.shots.filter((one) => one.flight === f.id))
    nodes.push(
      bar('sho', q.launch_s, q.meet_s, y + 18.2, 1.8),
      s(
        'g',
        { class: `mk ${q.hits ? 'hit' : 'miss'}`, transform: `translate(${x(q.meet_s)} ${y + 6})` },
        s('circle', { r: 4.5 }),
        s('path', { d: q.hits ? 'M-2.6-2.6l5.2 5.2m0-5.2l-5.2 5.2' : 'M-2.6-2.6l5.2 5.2' }),
      ),
    );
  if (f.leaks)
    nodes.push(
      s(
        'g',
        { class: 'mk land', transform: `translate(${x(f.end_s)} ${y + 6})` },
        s('circle', { r: 4.5 }),
        s('circle', { r: 1.6 }),
      ),
    );
  return nodes;
}

// Minutes from one line of the timeline to the next, and from one figure to the next: never so near that they touch.
const LINE_ROOM = 6,
  FIGURE_ROOM = 26; // px
export function ticksOf(minutes: number, px: number, narrow: boolean): [number, number] {
  const fits = (step: number, room: number) => (step * px) / minutes >= room,
    tick = (narrow ? [5, 10, 30, 60] : [1, 5, 10, 30, 60]).find((step) => fits(step, LINE_ROOM)) ?? 120;
  const figures = minutes > 30 || narrow ? [5, 10, 30, 60, 120] : [2, 5, 10, 30, 60, 120];
  return [tick, figures.find((step) => step % tick === 0 && fits(step, FIGURE_ROOM)) ?? 240];
}

export function gantt(jump: (t: number) => void) {
  const play = S.play,
    box = $('gantt');
  if (!play) return;
  const W = Math.max(280, box.clientWidth),
    narrow = W < 500,
    L = narrow ? 30 : 150,
    R = 14,
    top = 20;
  const rows = narrow
      ? rowsOf(
          play.flights.filter((f) => f.id === (S.follow || play.flights[0]?.id)),
          S.follow,
          opened,
        )
      : rowsOf(play.flights, S.follow, opened).slice(0, MOST_ROWS),
    H = top + rows.reduce((sum, row) => sum + heightOf(row), 0) + 4;
  x = (t) => L + (t / play.end_s) * (W - L - R);
  const nodes: Node[] = [];
  const [tick, figure] = ticksOf(play.end_s / 60, W - L - R, narrow);
  for (let m = 0; m <= play.end_s / 60; m += tick) {
    nodes.push(
      s('line', {
        class: `g ${m % (5 * tick) && tick < 5 ? '' : 'maj'}`,
        x1: x(m * 60),
        x2: x(m * 60),
        y1: top - 4,
        y2: H,
      }),
    );
    if (m % figure === 0) nodes.push(s('text', { class: 'ax', x: x(m * 60), y: 11, 'text-anchor': 'middle' }, m));
  }
  if (!narrow) nodes.push(s('text', { class: 'ax', x: 14, y: 11 }, 'minutes'));
  const sensors = [...new Set(play.flights.flatMap((f) => f.seen.map((v) => v.sensor)))];
  const chartOf: Chart = { play, sensors, W, narrow };
  let y = top;
  for (const row of rows) {
    nodes.push(
      ...(row.single ? flightRow(chartOf, row.flights[0], y) : groupRow(chartOf, row, y, () => toggle(row.key, jump))),
    );
    y += heightOf(row);
  }
  const chart = s(
    'svg',
    {
      width: W,
      height: H,
      role: 'img',
      'aria-label': `Phases, times in view and shots of ${play.flights.length} missiles`,
    },
    nodes,
  );
  const head = s(
    'svg',
    { id: 'head', width: 12, height: H, 'aria-hidden': 'true' },
    s('line', { x1: 6, x2: 6, y1: 2, y2: H }),
    s('path', { d: 'M1 0h10v4l-5 6-5-6z' }),
  ); // a layer of its own: it moves in every frame, the chart does not
  const scrub = h('input', {
    id: 'scrub',
    type: 'range',
    min: 0,
    max: Math.ceil(play.end_s),
    step: 1,
    value: S.t,
    'aria-label': 'Time',
    style: `left:${L - 7}px;width:${W - L - R + 14}px`,
  });
  scrub.addEventListener('input', () => jump(+scrub.value));
  scrub.addEventListener('keydown', (e) => {
    const by = e.key === 'ArrowLeft' ? -1 : e.key === 'ArrowRight' ? 1 : 0;
    if (by) {
      e.preventDefault();
      jump(S.t + by * (e.shiftKey ? 60 : 10));
    }
  });
  const go = (e: PointerEvent) => {
    const q = (e.clientX - chart.getBoundingClientRect().left - L) / (W - L - R);
    if (q > -0.02) jump(Math.max(0, Math.min(1, q)) * play.end_s);
  };
  chart.addEventListener('pointerdown', (e) => {
    chart.setPointerCapture(e.pointerId);
    go(e);
    chart.onpointermove = go;
  });
  chart.addEventListener('pointerup', () => {
    chart.onpointermove = null;
  });
  box.replaceChildren(chart, head, scrub);
  placeHead();
}

function eventList(play: Play, jump: (t: number) => void) {
  put(
    'events',
    play.events.map((e) =>
      h(
        'li',
        {},
        h(
          'button',
          { onclick: () => jump(e.time_s) },
          h('time', {}, clock(e.time_s)),
          h('i', { class: `dot ${e.kind}` }),
          h('span', {}, h('b', {}, e.what), ' ', h('span', { class: 'why' }, e.why)),
        ),
      ),
    ),
  );
  shown = -2;
}
const placeHead = () => {
  const head = document.getElementById('head');
  if (head) head.style.transform = `translateX(${(x(S.t) - 6).toFixed(1)}px)`;
};
let shown = -2,
  playing = -1;
export function timeAt() {
  const play = S.play;
  if (!play) return;
  placeHead();
  put('t-clock', h('b', {}, clock(S.t)), ' ', h('span', { class: 'dim' }, `of ${clock(play.end_s)}`));
  const button = $('t-play'),
    state = S.playing ? 1 : 0;
  if (playing !== state || !button.firstChild) {
    playing = state;
    button.setAttribute('aria-label', state ? 'Pause' : 'Play');
    button.replaceChildren(icon(state ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4 2.5v11l9-5.5z'));
  }
  let k = -1;
  while (k + 1 < play.events.length && play.events[k + 1].time_s <= S.t + 0.01) k++;
  if (k === shown) return;
  const listed = $('events'),
    from = Math.max(0, Math.min(shown, k)),
    to = Math.max(shown, k);
  for (let i = shown < -1 ? 0 : from; i < (shown < -1 ? listed.children.length : to + 1); i++)
    listed.children[i].className = i < k ? 'past' : i === k ? 'now' : 'next'; // those that changed
  shown = k;
  $('evcount').textContent = `${k + 1} of ${play.events.length}`;
  showNow();
}

// Brings the event of now to the middle of the list; twice, since rows out of sight have no height of their own yet.
const MIDDLE = 0.45;
export function showNow(again = true) {
  const listed = $('events'),
    now = listed.children[Math.max(0, shown)] as HTMLElement | undefined;
  if (!now || !listed.clientHeight) return;
  listed.scrollTop = now.offsetTop - listed.offsetTop - MIDDLE * listed.clientHeight;
  if (again) requestAnimationFrame(() => showNow(false));
}
