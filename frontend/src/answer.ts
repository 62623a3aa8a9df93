// The right panel: question, one number, its range, what is not covered and why; and the difference when two are compared.
import { h, put, s } from './dom';
import { answered, capitals, covered, DEFENDED, S, threatened } from './state';
import type { PlaceAnswer } from './types';
import { area, number, QUESTIONS, range, REASONS, signed, title } from './words';

const delta = (d: number, digits = 0, good = 1) =>
  Math.abs(d) < 0.5 * 10 ** -digits
    ? null
    : h('span', { class: `delta ${d * good > 0 ? 'up' : 'down'}` }, signed(d, digits));
export const counted = (places: PlaceAnswer[]) => {
  const of = threatened(capitals(places));
  return {
    covered: covered(of).length,
    of: of.length,
    out: of.filter((p) => !p.covered),
    apart: capitals(places).length - of.length,
  };
};

function bar(value: number, low: number, high: number, most: number, before: number | null) {
  const W = 312,
    X = (v: number) => 6 + (v / Math.max(1, most)) * (W - 12),
    ticks = [];
  for (let i = 0; most <= 40 && i <= most; i++)
    ticks.push(s('line', { class: 'tk', x1: X(i), x2: X(i), y1: i % 5 ? 11 : 9, y2: i % 5 ? 13 : 15 }));
  return s(
    'svg',
    { class: 'rb', viewBox: `0 0 ${W} 30`, role: 'img', 'aria-label': `${value} of ${most}, range ${low} to ${high}` },
    s('line', { class: 'ax', x1: 6, x2: W - 6, y1: 12, y2: 12 }),
    ticks,
    s('line', { class: 'iv', x1: X(low), x2: X(high), y1: 12, y2: 12 }),
    before !== null && before !== value ? s('circle', { class: 'ghost', cx: X(before), cy: 12, r: 5 }) : null,
    s('circle', { class: 'pt', cx: X(value), cy: 12, r: 5 }),
    s('text', { x: X(low), y: 28, 'text-anchor': 'middle' }, low),
    high > low ? s('text', { x: X(high), y: 28, 'text-anchor': 'middle' }, high) : null,
    most - high >= 3 ? s('text', { class: 'end', x: W - 2, y: 28, 'text-anchor': 'end' }, most) : null,
  );
}

export function showAnswer(fly: (place: PlaceAnswer) => void) {
  const scenario = S.scenario;
  if (!scenario) return;
  const head = [
    h('p', { class: 'kicker' }, title(scenario.scenario), h('button', { class: 'link', id: 'studies' }, 'Studies')),
    h('h2', { class: 'q' }, QUESTIONS[scenario.question] ?? scenario.title),
  ];
  if (!S.named) {
    put(
      'answer',
      head,
      S.failure
        ? fault()
        : h(
            'p',
            { class: 'note' },
            'Calculating. The first time on this machine the engine is compiled, which takes up to a minute.',
          ),
      h('div', { class: 'sk' }),
      h('div', { class: 'sk' }),
      h('div', { class: 'sk w' }),
    );
    return;
  }
  const places = followed(answered(S.named, S.reading)),
    now = counted(places),
    all = S.named.readings.map((row) => counted(row.places).covered);
  const low = Math.min(...all),
    high = Math.max(...all),
    base = S.compare?.named ?? S.first?.named ?? null,
    before = base ? counted(answered(base, S.compare?.reading ?? S.reading)) : null;
  put(
    'answer',
    head,
    h(
      'p',
      { class: 'big' },
      h('b', {}, now.covered),
      ` of ${now.of} ${now.of === 1 ? 'capital' : 'capitals'} `,
      before && delta(now.covered - before.covered),
      h('span', { class: 'rangetext' }, `range ${range(low, high)}`),
    ),
    bar(now.covered, low, high, now.of, before?.covered ?? null),
    h(
      'p',
      { class: 'note' },
      all.length > 1 ? `Range: the ${all.length} readings of the scenario.` : 'The scenario has one reading.',
      now.apart
        ? ` ${now.apart} of ${now.of + now.apart} capitals ${now.apart === 1 ? 'lies' : 'lie'} beyond the threats’ reach.`
        : '',
    ),
    S.failure ? fault() : null,
    facts(),
    S.compare ? table() : uncovered(now.out, before, fly),
    foot(),
  );
}

// While the hand moves, the fast answer says who is covered; reasons of newly lost places come when it rests.
function followed(places: PlaceAnswer[]): PlaceAnswer[] {
  if (!S.drag || !S.ground) return places;
  return places.map((p, i) => {
    const held = S.status[S.ground!.places[i].at] === DEFENDED;
    return p.status === 'not-threatened' || held === p.covered
      ? p
      : { ...p, covered: held, status: held ? 'defended' : 'undefended', why_not: null };
  });
}

const fault = () =>
  h(
    'p',
    { class: 'fault', role: 'alert' },
    S.failure,
    h('br'),
    h('span', { class: 'dim' }, 'The map still shows the last answer.'),
  );

function facts() {
  const now = S.exact?.readings[0],
    before = S.compare?.exact?.readings[0] ?? S.first?.exact.readings[0],
    old = S.waiting || S.drag;
  if (!now) return h('p', { class: 'note' }, 'Calculating the area.');
  const fact = (name: string, value: string, unit: string, d: number, digits: number) =>
    h(
      'div',
      {},
      h('dt', {}, name),
      h(
        'dd',
        { class: old ? 'pending' : '' },
        value,
        ' ',
        h('span', { class: 'u' }, unit),
        ' ',
        before && !old ? delta(d, digits) : null,
      ),
    );
  return h(
    'dl',
    { class: 'facts' },
    fact('Defended area', area(now.defended_km2), 'M km²', (now.defended_km2 - (before?.defended_km2 ?? 0)) / 1e6, 2),
    fact(
      'People in cities',
      number(now.defended_population / 1e6, 0),
      'million',
      (now.defended_population - (before?.defended_population ?? 0)) / 1e6,
      0,
    ),
  );
}

function uncovered(out: PlaceAnswer[], before: { out: PlaceAnswer[] } | null, fly: (place: PlaceAnswer) => void) {
  const had = new Set(before?.out.map((p) => p.name));
  if (!out.length)
    return [
      h('h3', {}, 'Not covered ', h('span', { class: 'n' }, 0)),
      h('p', { class: 'note', id: 'uncovered' }, 'Every capital that is threatened has at least one shot.'),
    ];
  const rows = [...out]
    .sort((a, b) => b.population - a.population)
    .map((p) =>
      h(
        'tr',
        {
          tabindex: 0,
          onclick: () => fly(p),
          onkeydown: (e: KeyboardEvent) => {
            if (e.key === 'Enter') fly(p);
          },
        },
        h(
          'td',
          {},
          h('i', { class: 'ring' }),
          p.name,
          ' ',
          before && !had.has(p.name) ? h('span', { class: 'new' }, 'new') : null,
        ),
        h('td', { class: 'why' }, p.why_not ? (REASONS[p.why_not] ?? p.why_not) : ''),
        h('td', { class: 'r dim' }, p.deciding_threat),
      ),
    );
  return [
    h('h3', {}, 'Not covered ', h('span', { class: 'n' }, out.length)),
    h(
      'table',
      { class: 'unc' },
      h('thead', {}, h('tr', {}, h('th', {}, 'Capital'), h('th', {}, 'Reason'), h('th', { class: 'r' }, 'Threat'))),
      h('tbody', { id: 'uncovered' }, rows),
    ),
  ];
}

function table() {
  const A = S.compare!,
    a = counted(answered(A.named, A.reading)),
    b = counted(answered(S.named, S.reading)),
    ra = A.exact?.readings[0],
    rb = S.exact?.readings[0];
  const row = (name: string, x: number, y: number, digits: number) =>
    h(
      'tr',
      {},
      h('td', {}, name),
      h('td', { class: 'r' }, number(x, digits)),
      h('td', { class: 'r' }, number(y, digits)),
      h('td', { class: 'r' }, delta(y - x, digits) ?? '0'),
    );
  const names = (x: PlaceAnswer[], y: PlaceAnswer[]) => {
    const has = new Set(y.filter((p) => p.covered).map((p) => p.name));
    return (
      capitals(x)
        .filter((p) => p.covered && !has.has(p.name))
        .map((p) => p.name)
        .join(', ') || 'none'
    );
  };
  const pa = answered(A.named, A.reading),
    pb = answered(S.named, S.reading);
  return [
    h('h3', {}, 'A and B'),
    h(
      'table',
      { class: 'cmp', id: 'a-and-b' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th'),
          h('th', { class: 'r' }, h('i', { class: 'la' }), 'A'),
          h('th', { class: 'r' }, h('i', { class: 'lb' }), 'B'),
          h('th', { class: 'r' }, 'B − A'),
        ),
      ),
      h(
        'tbody',
        {},
        row('Capitals covered', a.covered, b.covered, 0),
        a.of !== b.of ? row('Capitals threatened', a.of, b.of, 0) : null,
        ra && rb ? row('Area, M km²', ra.defended_km2 / 1e6, rb.defended_km2 / 1e6, 2) : null,
        ra && rb ? row('People, million', ra.defended_population / 1e6, rb.defended_population / 1e6, 0) : null,
      ),
    ),
    h('p', { class: 'gl' }, h('i', { class: 'sw gain' }), `Gained: ${names(pb, pa)}`),
    h('p', { class: 'gl' }, h('i', { class: 'sw lost' }), `Lost: ${names(pa, pb)}`),
  ];
}

function foot() {
  const notes = [...new Set([...(S.scenario?.warnings ?? []), ...(S.exact?.warnings ?? [])])];
  return h(
    'div',
    { class: 'foot note' },
    h(
      'p',
      {},
      'Each threat alone, full magazines: a footprint says nothing about raids. The edge is known to a cell of ',
      `${S.ground?.resolution_deg ?? ''}°.`,
    ),
    S.exact
      ? h('details', {}, h('summary', {}, 'The same in the shell'), h('code', { id: 'command' }, S.exact.command))
      : null,
    notes.length
      ? h(
          'details',
          {},
          h('summary', {}, `${notes.length} notes`),
          h(
            'ul',
            {},
            notes.map((text) => h('li', {}, text)),
          ),
        )
      : null,
  );
}
