// Text and marks in both themes against what they stand on, by the formula of WCAG 2.2 (relative luminance, contrast ratio).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import tokens from '../src/style/tokens.css?raw';

const TEXT = 4.5,
  MARK = 3; // WCAG 2.2, 1.4.3 and 1.4.11 at level AA
const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const luminance = (hex: string) =>
  [1, 3, 5]
    .map((i) => linear(parseInt(hex.slice(i, i + 2), 16) / 255))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
function contrast(a: string, b: string) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}
function themes(): Record<string, Record<string, string>> {
  const read = (block: string) =>
    Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]));
  const [, light, dark] = /:root \{([^}]*)\}\s*:root\[data-theme='dark'\] \{([^}]*)\}/.exec(tokens)!;
  return { light: read(light), dark: { ...read(light), ...read(dark) } };
}
const PANELS = ['panel', 'bg', 'raise'],
  GROUND = ['sea', 'land', 'landOurs'];
const TEXTS = ['ink', 'ink2', 'ink3', 'focus', 'threat', 'interceptor', 'uncovered', 'up', 'down'],
  WRITTEN = ['ink', 'ink3', 'sensor', 'interceptor', 'threat', 'uncovered', 'defended'], // names on the map, each over its halo
  LINES = ['threat', 'reentry', 'sensor', 'interceptor', 'defended', 'defendedDot'],
  HALOED = ['uncoveredMark', 'unknown', 'threat', 'sensor', 'interceptor'];

function least(theme: string, on: string[], names: string[], wanted: number) {
  const colour = themes()[theme];
  for (const name of names)
    for (const ground of on) {
      const got = contrast(colour[name], colour[ground]);
      assert.ok(got >= wanted, `${theme}: ${name} on ${ground} has ${got.toFixed(2)}, wanted ${wanted}`);
    }
}

test('black on white has a contrast of 21, and the grey of the standard its published one', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.equal(contrast('#767676', '#ffffff').toFixed(2), '4.54'); // the lightest grey that passes on white
});

for (const theme of ['light', 'dark']) {
  test(`${theme}: every text can be read on every panel`, () => least(theme, PANELS, TEXTS, TEXT));
  test(`${theme}: the text of a pressed button can be read`, () => least(theme, ['ink'], ['panel'], TEXT));
  test(`${theme}: names on the map can be read over their halo`, () => least(theme, ['halo'], WRITTEN, TEXT));
  test(`${theme}: names of seas and lands can be read`, () => {
    least(theme, ['sea'], ['seaText'], TEXT);
    least(theme, ['halo'], ['landText'], TEXT);
  });
  test(`${theme}: lines and dots stand out from sea and land`, () => least(theme, GROUND, LINES, MARK));
  test(`${theme}: marks that have a halo stand out from it`, () => least(theme, ['halo'], HALOED, MARK));
  test(`${theme}: the ring of the focus and the bars of the timeline stand out from the panel`, () =>
    least(theme, PANELS, ['focus', 'boost', 'threat', 'reentry', 'sensor', 'interceptor'], MARK));
  test(`${theme}: what lies in a symbol stands out from its fill`, () => {
    for (const role of ['threat', 'sensor', 'interceptor']) least(theme, [`fill-${role}`], [role], MARK);
  });
}

test('each theme states every colour of the other', () => {
  const { light, dark } = themes();
  const [, only] = /data-theme='dark'\] \{([^}]*)\}/.exec(tokens)!;
  assert.deepEqual([...only.matchAll(/--([\w-]+): #/g)].map((m) => m[1]).sort(), Object.keys(light).sort());
  assert.equal(Object.keys(dark).length, Object.keys(light).length);
});
