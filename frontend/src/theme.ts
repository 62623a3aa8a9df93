// Colours and faces of the page as the canvases need them; the tokens stand in style.css.
const NAMES = [
  'space',
  'sea',
  'land',
  'landOurs',
  'border',
  'coast',
  'graticule',
  'limb',
  'halo',
  'ink',
  'ink2',
  'ink3',
  'threat',
  'boost',
  'reentry',
  'sensor',
  'interceptor',
  'defended',
  'defendedDot',
  'uncovered',
  'uncoveredMark',
  'unknown',
  'seaText',
  'landText',
  'sans',
  'serif',
] as const;
export type Theme = Record<(typeof NAMES)[number], string>;
export function readTheme(): Theme {
  const computed = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, computed.getPropertyValue(`--${name}`).trim()])) as Theme;
}
export const alpha = (colour: string, a: number) =>
  colour +
  Math.round(a * 255)
    .toString(16)
    .padStart(2, '0');
