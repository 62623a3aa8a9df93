// Satellites: drawn in space where the view shows their place, else over the point below them, else at the limb on their side.
import { offset, type LonLat } from './geo';
import { type Pen, type Rect } from './ink';
import { shapeOf } from './shape';
import { parts } from './state';
import { alpha } from './theme';
import type { Part } from './types';
import type { View } from './view';
import { km } from './words';

export interface Spot {
  x: number;
  y: number;
  where: 'space' | 'below' | 'limb' | 'edge';
}
const RIM = 18,
  HEAD = 60,
  FOOT = 44; // px kept free at the edge of the map

export function spot(view: View, part: Part): Spot {
  const held = ([x, y]: readonly (number | boolean)[]) =>
    +x > RIM && +y > RIM && +x < view.w - RIM && +y < view.h - RIM;
  const above = view.flat ? null : view.point(part.longitude_deg, part.latitude_deg, part.altitude_km ?? 0),
    below = view.point(part.longitude_deg, part.latitude_deg);
  if (above?.[2] && held(above)) return { x: above[0], y: above[1], where: 'space' };
  if (below[2] && held(below)) return { x: below[0], y: below[1], where: 'below' };
  const edge = view.flat || below[2] ? [below[0], below[1]] : view.clamped(part.longitude_deg, part.latitude_deg);
  if (!view.flat && !below[2] && held(edge)) return { x: edge[0], y: edge[1], where: 'limb' };
  const [x, y] = [view.w / 2, (view.h + HEAD - FOOT) / 2],
    [dx, dy] = [edge[0] - x, edge[1] - y]; // outside the map: at its edge, on that side
  const f = Math.min(
    1,
    (view.w / 2 - RIM) / Math.max(1, Math.abs(dx)),
    (view.h - HEAD - FOOT) / 2 / Math.max(1, Math.abs(dy)),
  );
  return { x: x + f * dx, y: y + f * dy, where: 'edge' };
}

const satellites = () => parts().filter((part) => part.kind === 'satellite');
const at = (part: Part): LonLat => [part.longitude_deg, part.latitude_deg];

export function rimOf(part: Part): LonLat[] {
  // how far a motor above the clouds is in view
  return Array.from({ length: 145 }, (_, i) => offset(at(part), i * 2.5, part.view_km ?? 0));
}

export function aloft({ g, view, theme, S }: Pen) {
  for (const part of satellites()) {
    const place = spot(view, part);
    if (S.focus === part.key) {
      const { fill, edge } = shapeOf(view, [[rimOf(part)]], at(part));
      g.fillStyle = alpha(theme.sensor, 0.07);
      g.fill(fill, 'evenodd');
      g.strokeStyle = theme.sensor;
      g.lineWidth = 1.4;
      g.stroke(edge);
    }
    g.strokeStyle = alpha(theme.sensor, 0.9);
    g.lineWidth = 1;
    if (place.where === 'space') {
      const below = view.point(...at(part));
      g.setLineDash([1.5, 3]);
      if (below[2]) {
        g.beginPath();
        g.moveTo(place.x, place.y);
        g.lineTo(below[0], below[1]);
        g.stroke();
      }
    } else {
      g.setLineDash([3, 2.5]); // not here, but above here or behind
      g.beginPath();
      g.arc(place.x, place.y, 13, 0, 7);
      g.stroke();
    }
    g.setLineDash([]);
  }
}

export function keepOffSatellites({ view }: Pen, boxes: Rect[]) {
  for (const part of satellites()) {
    const { x, y } = spot(view, part);
    boxes.push([x - 12, y - 12, x + 12, y + 12]);
  }
}
export function skyNames({ view, theme, S, text, small }: Pen) {
  for (const part of satellites()) {
    const place = spot(view, part);
    if (small && S.focus !== part.key) continue;
    const more =
      place.where === 'space'
        ? ''
        : place.where === 'below'
          ? `, ${km(part.altitude_km ?? 0)} above`
          : place.where === 'limb'
            ? ', behind the limb'
            : ', out of view';
    const name = (words: string, led: boolean) =>
      text(words, place.x, place.y, {
        weight: 600,
        size: 11.5,
        gap: S.focus === part.key ? 20 : 15,
        colour: theme.sensor,
        at: ['r', 'l', 'b', 't'],
        led,
      });
    if (!name(part.key + more, false)) name(part.key, true); // its name at least
  }
}
