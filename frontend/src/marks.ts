// Where shots met and where warheads land, in a big raid: one mark a cell of the screen, with how many it stands for.
import type { Theme } from './theme';

export type Kind = 'hit' | 'miss' | 'lands';
export interface Mark {
  x: number;
  y: number;
  kind: Kind;
}
export interface Counted extends Mark {
  count: number;
}
export const CELL = 26; // px

export function gather(marks: Mark[], cell = CELL): Counted[] {
  const held = new Map<string, Counted>();
  for (const { x, y, kind } of marks) {
    const key = `${kind} ${Math.floor(x / cell)} ${Math.floor(y / cell)}`,
      one = held.get(key);
    if (!one) held.set(key, { x, y, kind, count: 1 });
    else {
      one.count++; // in the middle of all
      one.x += (x - one.x) / one.count;
      one.y += (y - one.y) / one.count;
    }
  }
  return [...held.values()];
}

const R = 5;
export function drawMark(g: CanvasRenderingContext2D, theme: Theme, { x, y, kind, count }: Counted) {
  // hit: ring and cross; miss: ring and bar; lands: two rings; of several their number instead
  g.strokeStyle = kind === 'hit' ? theme.interceptor : kind === 'miss' ? theme.unknown : theme.threat;
  g.lineWidth = 1.5;
  g.fillStyle = theme.halo;
  const ring = (r: number, filled = false) => {
    g.beginPath();
    g.arc(x, y, r, 0, 7);
    if (filled) g.fill();
    g.stroke();
  };
  if (count > 1) {
    const words = String(count);
    g.font = `600 11px ${theme.sans}`;
    ring(Math.max(8, 3 + g.measureText(words).width / 2 + 2), true);
    if (kind === 'lands') ring(Math.max(8, 5 + g.measureText(words).width / 2) + 3);
    g.fillStyle = kind === 'miss' ? theme.ink3 : g.strokeStyle;
    g.textAlign = 'center';
    g.textBaseline = 'middle';
    g.fillText(words, x, y + 0.5);
    g.textAlign = 'start';
    return;
  }
  if (kind === 'lands') {
    ring(4);
    ring(8);
    return;
  }
  const d = 3;
  ring(R, true);
  g.beginPath();
  g.moveTo(x - d, y - d);
  g.lineTo(x + d, y + d);
  if (kind === 'hit') {
    g.moveTo(x + d, y - d);
    g.lineTo(x - d, y + d);
  }
  g.stroke();
}
