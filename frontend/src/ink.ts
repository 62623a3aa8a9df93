// What both ink layers share: clear, hatch, lines that end at the limb, labels that never lie on one another.
import { discOf, type Disc, type Rect } from './disc';
import type { LonLat } from './geo';
import type { State } from './state';
import type { Theme } from './theme';
import type { Screen, View } from './view';

export type { Rect } from './disc';
export type Anchor = 'r' | 'l' | 't' | 'b' | 'c' | 'br' | 'tr' | 'bl' | 'tl';
export interface TextStyle {
  style?: string;
  weight?: number;
  size?: number;
  serif?: boolean;
  track?: number;
  gap?: number;
  at?: Anchor[];
  force?: boolean;
  onEarth?: boolean; // a name of land or sea: never beside the disc, nor where the ground is seen from the side
  led?: boolean; // where there is no room beside its mark it may stand further off, at the end of a line
  halo?: string;
  colour?: string;
}
export type G = CanvasRenderingContext2D;

const PIN = 18, // px from its middle, at the corner of its box
  FURTHER = [28, 42, 58]; // px from a mark to its name at the end of a line
const ROUND = Array.from({ length: 16 }, (_, i) => (i * Math.PI) / 8);
// Places of a name further off its mark, the nearest first: left and middle of the name.
export const further = (x: number, y: number, width: number, hh: number): [number, number][] =>
  FURTHER.flatMap((r) =>
    ROUND.map((a): [number, number] => {
      const [c, s] = [Math.cos(a), Math.sin(a)];
      return [x + r * c - (width / 2) * (1 - c), y + r * s + hh * s];
    }),
  );
const nearest = (b: Rect, x: number, y: number): [number, number] => [
  Math.max(b[0], Math.min(b[2], x)),
  Math.max(b[1], Math.min(b[3], y)),
];
// Whether a line from a mark, once it has left its pin, runs over something.
function crosses(x: number, y: number, to: [number, number], boxes: Rect[]) {
  const far = Math.hypot(to[0] - x, to[1] - y);
  for (let d = PIN; d < far; d += 4) {
    const [px, py] = [x + (d / far) * (to[0] - x), y + (d / far) * (to[1] - y)];
    if (boxes.some((b) => px > b[0] && px < b[2] && py > b[1] && py < b[3])) return true;
  }
  return false;
}

// A square that is repeated; made once for a canvas and kept, by what is drawn in it.
const patterns = new WeakMap<G, Map<string, CanvasPattern>>();
export function pattern(g: G, key: string, size: number, dpr: number, draw: (p: G, size: number) => void) {
  let shelf = patterns.get(g);
  if (!shelf) patterns.set(g, (shelf = new Map()));
  let made = shelf.get(key);
  if (made) return made;
  const c = document.createElement('canvas');
  c.width = c.height = size;
  draw(c.getContext('2d')!, size);
  made = g.createPattern(c, 'repeat')!;
  made.setTransform(new DOMMatrix().scale(1 / dpr));
  shelf.set(key, made);
  return made;
}
export function hatch(g: G, colour: string, gap: number, falling: boolean, width: number, dpr: number): CanvasPattern {
  const key = [colour, gap, falling, width, dpr].join(' ');
  return pattern(g, key, Math.max(4, Math.round(gap * dpr)), dpr, (p, size) => {
    p.strokeStyle = colour;
    p.lineWidth = width * dpr;
    p.lineCap = 'square';
    p.beginPath();
    for (const k of [-size, 0, size]) {
      p.moveTo(k, falling ? 0 : size);
      p.lineTo(k + size, falling ? size : 0);
    }
    p.stroke();
  });
}

export function line(g: G, view: View, points: number[][]) {
  let pen = false;
  g.beginPath();
  for (const [lon, lat, km] of points) {
    const q = view.point(lon, lat, km ?? 0);
    if (!q[2]) {
      pen = false;
      continue;
    }
    if (pen) g.lineTo(q[0], q[1]);
    else g.moveTo(q[0], q[1]);
    pen = true;
  }
  g.stroke();
}

export interface Kit {
  g: G;
  w: number;
  h: number;
  small: boolean;
  text(words: string, x: number, y: number, style?: TextStyle): boolean;
  see(at: LonLat, km?: number): Screen | null;
  disc: Disc;
  told: Label[]; // what was written
}
export interface Label {
  words: string;
  box: Rect;
}
export type Pen = Kit & { view: View; theme: Theme; S: State; dpr: number }; // of the lower ink

export function kit(g: G, view: View, theme: Theme, dpr: number, boxes: Rect[]): Kit {
  const { w, h } = view,
    disc = discOf(view.limb),
    told: Label[] = [];
  g.setTransform(dpr, 0, 0, dpr, 0, 0);
  g.clearRect(0, 0, w, h);
  g.lineJoin = g.lineCap = 'round';
  const free = (b: Rect) =>
    b[0] > 2 &&
    b[1] > 2 &&
    b[2] < w - 2 &&
    b[3] < h - 2 &&
    !boxes.some((o) => b[0] < o[2] && b[2] > o[0] && b[1] < o[3] && b[3] > o[1]) &&
    disc.clear(b);
  function text(words: string, x: number, y: number, o: TextStyle = {}) {
    // tries its anchors in order, gives up rather than collide
    g.font = `${o.style ?? ''} ${o.weight ?? 400} ${o.size ?? 12}px ${o.serif ? theme.serif : theme.sans}`;
    g.letterSpacing = `${o.track ?? 0}px`;
    const width = g.measureText(words).width,
      hh = (o.size ?? 12) * 0.62,
      gap = o.gap ?? 7;
    const spots: Record<Anchor, [number, number]> = {
      r: [x + gap, y],
      l: [x - gap - width, y],
      t: [x - width / 2, y - gap - hh],
      b: [x - width / 2, y + gap + hh],
      c: [x - width / 2, y],
      br: [x + gap, y + hh + 3],
      tr: [x + gap, y - hh - 3],
      bl: [x - gap - width, y + hh + 3],
      tl: [x - gap - width, y - hh - 3],
    };
    const boxAt = ([lx, ly]: [number, number]): Rect => [lx - 2, ly - hh, lx + width + 2, ly + hh];
    const fits = (at: [number, number]) =>
      o.force || (free(boxAt(at)) && (!o.onEarth || (disc.faces(...at) && disc.faces(at[0] + width, at[1]))));
    let at = (o.at ?? (['r', 'l', 't', 'b'] as Anchor[])).map((anchor) => spots[anchor]).find(fits);
    if (!at && o.led) {
      at = further(x, y, width, hh).find((one) => fits(one) && !crosses(x, y, nearest(boxAt(one), x, y), boxes));
      if (at) lead(x, y, nearest(boxAt(at), x, y), gap, o.colour ?? theme.ink);
    }
    if (at) {
      const box = boxAt(at);
      boxes.push(box);
      told.push({ words, box });
      g.textBaseline = 'middle';
      g.lineWidth = 3;
      g.strokeStyle = o.halo ?? theme.halo;
      g.strokeText(words, ...at);
      g.fillStyle = o.colour ?? theme.ink;
      g.fillText(words, ...at);
    }
    g.letterSpacing = '0px';
    return at !== undefined;
  }
  function lead(x: number, y: number, to: [number, number], gap: number, colour: string) {
    const f = (gap - 2) / Math.hypot(to[0] - x, to[1] - y);
    g.setLineDash([]);
    for (const [width, ink] of [
      [3, theme.halo],
      [1, colour],
    ] as const) {
      g.lineWidth = width;
      g.strokeStyle = ink;
      g.beginPath();
      g.moveTo(x + f * (to[0] - x), y + f * (to[1] - y));
      g.lineTo(...to);
      g.stroke();
    }
  }
  const see = ([lon, lat]: LonLat, km = 0) => {
    const q = view.point(lon, lat, km);
    return q[2] && q[0] > 0 && q[1] > 0 && q[0] < w && q[1] < h ? q : null;
  };
  return { g, w, h, small: w < 500, text, see, disc, told };
}
