// What radars cover: the server's word where it has come, else the rim of each face on the ground.
import { outlineOf } from './coverage';
import { along, offset, underRim, type LonLat } from './geo';
import { line, type Pen } from './ink';
import { shapeOf } from './shape';
import { facesOf, looksTo, placeOf, S as state, turnable } from './state';
import { alpha } from './theme';
import type { Part } from './types';

// Ground trace of the rim of each face at the least elevation: honest, but flat.
export interface Fan {
  outline: LonLat[];
  inside: LonLat; // a place that it covers
  rings: LonLat[][];
  whole: boolean;
}
const half = (line: LonLat[]) => line[line.length >> 1];
export function sectors(part: Part, at: LonLat): Fan[] {
  if (!part.faces || !part.reach_km) return [];
  const elevation = part.elevation_low_deg ?? 0,
    reach = part.reach_km;
  const told = state.coverage?.radars.find((one) => one.key === part.key); // the server's word; what follows is drawn until it comes
  if (told)
    return told.sectors
      .filter((one) => one.far.length > 1)
      .map((one) => ({
        outline: outlineOf(one),
        inside: one.whole ? at : along(half(one.near) ?? at, half(one.far), 0.5),
        rings: [],
        whole: one.whole,
      }));
  return facesOf(part).map((face) => {
    const width = face.to_deg - face.from_deg,
      whole = width >= 359.9,
      steps = Math.max(12, Math.round(width / 2.5));
    const arc = (slant: number): LonLat[] => {
      const d = underRim(slant, elevation);
      return Array.from({ length: steps + 1 }, (_, i) => offset(at, face.from_deg + (width * i) / steps, d));
    };
    const rim = arc(reach);
    return {
      outline: whole ? rim : [at, ...rim, at],
      inside: whole ? at : along(at, half(rim), 0.5),
      rings: Array.from({ length: Math.floor((reach - 1) / 1000) }, (_, i) => arc((i + 1) * 1000)),
      whole,
    };
  });
}

function boresight({ g, view, theme }: Pen, part: Part) {
  const far = underRim(part.reach_km!, part.elevation_low_deg ?? 0);
  g.strokeStyle = alpha(theme.sensor, 0.7);
  g.lineWidth = 0.6;
  g.setLineDash([2, 3]);
  line(
    g,
    view,
    Array.from({ length: 13 }, (_, i) => offset(placeOf(part), looksTo(part), (far * i) / 12)),
  );
  g.setLineDash([]);
}
export function fans(pen: Pen, part: Part) {
  const { g, view, theme, S } = pen;
  const hot = S.focus === part.key;
  for (const fan of sectors(part, placeOf(part))) {
    g.fillStyle = alpha(theme.sensor, hot ? 0.13 : 0.035);
    const { fill, edge } = shapeOf(view, [[fan.outline]], fan.inside);
    g.fill(fill, 'evenodd');
    g.strokeStyle = alpha(theme.sensor, hot ? 1 : 0.8);
    g.lineWidth = hot ? 1.6 : 1;
    g.stroke(edge);
    g.lineWidth = 0.6;
    g.setLineDash([2, 3]);
    g.strokeStyle = alpha(theme.sensor, 0.7);
    for (const ring of fan.rings) line(g, view, ring);
    g.setLineDash([]);
  }
  if (turnable(part)) boresight(pen, part);
  g.setLineDash([7, 4]); // where a radar that turns looks until it is told
  g.strokeStyle = theme.sensor;
  g.lineWidth = hot ? 1.6 : 1;
  for (const one of S.coverage?.radars.find((r) => r.key === part.key)?.waiting ?? [])
    if (one.far.length > 1) g.stroke(shapeOf(view, [[outlineOf(one)]], half(one.far)).edge);
  g.setLineDash([]);
}
