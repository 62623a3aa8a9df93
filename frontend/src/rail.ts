// The left rail: what this scenario is, its readings, and the layers, which are the legend.
import { h, put, s, type Child } from './dom';
import { heard } from './live';
import { S, type Layer } from './state';
import { title } from './words';

const marks: Record<Layer, () => Child[]> = {
  // the same marks as on the map
  area: () => [s('rect', { class: 'k-def', x: 2, y: 3, width: 23, height: 12 })],
  places: () => [
    s('circle', { class: 'k-def-dot', cx: 8, cy: 9, r: 3.2 }),
    s('circle', { class: 'k-unc', cx: 19, cy: 9, r: 4.2 }),
    s('path', { class: 'k-unc', d: 'M16 12l6-6' }),
  ],
  cities: () => [
    s('circle', { class: 'k-def-dot', cx: 8, cy: 9, r: 2.2 }),
    s('circle', { class: 'k-unc', cx: 19, cy: 9, r: 3 }),
    s('path', { class: 'k-unc', d: 'M17 11l4-4' }),
  ],
  sectors: () => [s('path', { class: 'k-sensor-fill', d: 'M2 15 L20 3 A22 22 0 0 1 24 13 Z' })],
  flights: () => [
    s('path', { class: 'k-boost', d: 'M2 15 L7 10' }),
    s('path', { class: 'k-threat', d: 'M7 10 Q13 3 19 6' }),
    s('path', { class: 'k-reentry', d: 'M19 6 L25 12' }),
  ],
  shots: () => [
    s('path', { class: 'k-int', d: 'M2 15 Q10 4 18 7' }),
    s('circle', { class: 'k-int-ring', cx: 20, cy: 7, r: 4 }),
    s('path', { class: 'k-int', d: 'M18 5l4 4m0-4l-4 4' }),
  ],
  satellites: () => [
    s('circle', { class: 'k-sensor-dash', cx: 13, cy: 9, r: 7 }),
    s('path', { class: 'k-sensor', d: 'M10 9h6M13 6v6' }),
  ],
  tracks: () => [s('ellipse', { class: 'k-sensor', cx: 13, cy: 9, rx: 9, ry: 4, transform: 'rotate(-20 13 9)' })],
};
const LAYERS: [Layer, string, string][] = [
  ['area', 'Defended area', 'by shots that fit'],
  ['places', 'Capitals', 'covered, not covered'],
  ['cities', 'Cities', 'over 500,000'],
  ['sectors', 'Radar sectors', 'at least elevation'],
  ['satellites', 'Satellites', 'infrared; view on focus'],
  ['flights', 'Missiles', 'boost, midcourse, re-entry'],
  ['shots', 'Interceptors', 'meet ⊗'],
  ['tracks', 'Track error', ''],
];

export function showRail(choose: (reading: string) => void) {
  const scenario = S.scenario;
  if (!scenario) return;
  const protects = scenario.protects.alliance
    ? `${scenario.protects.alliance} on ${scenario.protects.date}, ${scenario.protects.countries.length} members`
    : scenario.protects.countries.map((c) => c.name).join(', ');
  put(
    'scenario',
    h('p', {}, scenario.title, '. Protects ', protects, '.'),
    scenario.axes.length
      ? scenario.axes.map((axis, k) =>
          h(
            'label',
            { class: 'axis' },
            title(axis.name),
            h(
              'select',
              {
                onchange: (e: Event) => {
                  const parts = S.reading.split('+');
                  parts[k] = (e.target as HTMLSelectElement).value;
                  choose(parts.join('+'));
                },
              },
              axis.values.map((v) => h('option', { selected: S.reading.split('+')[k] === v }, v)),
            ),
          ),
        )
      : null,
  );
  put(
    'layers',
    h('h2', {}, 'Map'),
    h(
      'ul',
      { class: 'layers' },
      LAYERS.filter(([key]) => key !== 'satellites' || scenario.sensors.some((one) => one.kind === 'satellite'))
        .filter(([key]) => S.play || !['flights', 'shots', 'tracks'].includes(key))
        .map(([key, name, more]) =>
          h(
            'li',
            {},
            h(
              'label',
              {},
              h('input', {
                type: 'checkbox',
                checked: S.layers[key],
                onchange: (e: Event) => {
                  S.layers[key] = (e.target as HTMLInputElement).checked;
                  heard.redraw();
                },
              }),
              s('svg', { width: 27, height: 18, 'aria-hidden': 'true' }, marks[key]()),
              h('span', {}, name),
              h('span', { class: 'dim', id: key === 'tracks' ? 'track-scale' : null }, more),
            ),
          ),
        ),
    ),
  );
}

export function showLegend() {
  const item = (cls: string, words: string, kind = 'sw') => h('span', {}, h('i', { class: `${kind} ${cls}` }), words);
  if (S.compare && S.split === null)
    put(
      'legend',
      h('b', {}, 'Difference, B − A'),
      item('gain', 'gained'),
      item('lost', 'lost'),
      item('same', 'both'),
      h('span', {}, h('i', { class: 'ln la' }), 'A ', h('i', { class: 'ln lb' }), 'B'),
    );
  else
    put(
      'legend',
      h('b', {}, 'Shots that fit'),
      item('s1', '1'),
      item('s2', '2'),
      item('s3', '3+'),
      h('span', {}, h('i', { class: 'ring' }), 'not covered'),
      h('span', { class: 'al' }, h('i', { class: 'sw apart' }), 'not threatened'),
    );
}
