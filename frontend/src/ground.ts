// Lower ink: areas, sectors, places, names. Redrawn when the camera, an assumption, a site or a layer changes.
import type { Field } from './contour';
import { along, distance, offset, underRim, wrap, type LonLat } from './geo';
import { aloft, skyNames } from './satellites';
import { hatch, kit, line, path, type Kit, type Rect } from './ink';
import { outlineOf } from './coverage';
import { facesOf, isMoved, looksTo, parts, placeOf, S as state, turnable, type State } from './state';
import { alpha, type Theme } from './theme';
import { DEFENDED, NOT_THREATENED, type Part } from './types';
import type { View } from './view';
import { LANDS, SEAS } from './names';
import { number } from './words';

export type Pen = Kit & { view: View; theme: Theme; S: State; dpr: number };

// Ground trace of the rim of each face at the least elevation: honest, but flat.
export function sectors(part: Part, at: LonLat): { outline: LonLat[]; rings: LonLat[][]; whole: boolean }[] {
  if (!part.faces || !part.reach_km) return [];
  const elevation = part.elevation_low_deg ?? 0,
    reach = part.reach_km;
  const told = state.coverage?.radars.find((one) => one.key === part.key); // the server's word; what follows is drawn until it comes
  if (told)
    return told.sectors
      .filter((one) => one.far.length > 1)
      .map((one) => ({ outline: outlineOf(one), rings: [], whole: one.whole }));
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
      rings: Array.from({ length: Math.floor((reach - 1) / 1000) }, (_, i) => arc((i + 1) * 1000)),
      whole,
    };
  });
}

export function ground(g: CanvasRenderingContext2D, view: View, S: State, theme: Theme, dpr: number): Rect[] {
  const { w, h } = view,
    boxes: Rect[] = [
      [0, 0, Math.min(w - 50, 400), w < 500 ? 38 : 46],
      [w - 50, 0, w, 106],
      [0, h - 26, 170, h],
      [w - 320, h - 22, w, h],
    ];
  const pen: Pen = { ...kit(g, view, theme, dpr, boxes), view, theme, S, dpr };
  limb(pen);
  if (S.layers.area && S.field) areas(pen);
  if (S.layers.sectors) for (const part of parts()) if (part.kind === 'radar') fans(pen, part);
  if (S.layers.satellites) aloft(pen);
  if (S.compare && S.split === null) pinned(pen);
  if (S.drag) moving(pen, boxes);
  labels(pen, boxes);
  return boxes;
}

function limb({ g, view, theme }: Pen) {
  if (!view.limb) return;
  g.strokeStyle = theme.limb;
  g.lineWidth = 1;
  g.beginPath();
  view.limb.forEach((p, i) => (i ? g.lineTo(p[0], p[1]) : g.moveTo(p[0], p[1])));
  g.closePath();
  g.stroke();
}

const TINT = [0.08, 0.1, 0.13],
  GAP = [9, 6];

function without(g: CanvasRenderingContext2D, view: View, inner: Path2D) {
  const whole = new Path2D();
  whole.rect(-9, -9, view.w + 18, view.h + 18);
  whole.addPath(inner);
  g.clip(whole, 'evenodd');
}

function areas({ g, view, theme, S, dpr }: Pen) {
  // each country once: where it lies twice, even-odd clips it away
  const land = path(
    view,
    [...new Map([...S.ground!.land, ...(S.compare?.ground?.land ?? [])].map((l) => [l.country, l])).values()].flatMap(
      (l) => l.geometry.coordinates,
    ),
  );
  g.save();
  g.clip(land, 'evenodd');
  if (S.compare?.field && S.split === null) difference(g, view, theme, S.compare.field, S.field!, dpr);
  else {
    const now = S.field!.levels.map((level) => path(view, level));
    now.forEach((p, k) => {
      g.fillStyle = alpha(theme.defended, TINT[k]);
      g.fill(p, 'evenodd');
    });
    const band = (k: number) => {
      if (!now[k] || k > 1) return;
      g.save();
      g.clip(now[k], 'evenodd');
      if (now[k + 1]) without(g, view, now[k + 1]);
      g.fillStyle = hatch(g, alpha(theme.defended, k ? 0.6 : 0.5), GAP[k], k === 1, 0.9, dpr);
      g.fillRect(0, 0, view.w, view.h);
      g.restore();
    };
    band(0);
    band(1);
    g.fillStyle = dots(g, alpha(theme.unknown, 0.55), dpr);
    g.fill(path(view, S.field!.apart), 'evenodd');
    g.strokeStyle = theme.defended;
    now.forEach((p, k) => {
      g.lineWidth = k ? 1.1 : 1.8;
      g.stroke(p);
    });
  }
  if (S.drag?.field) {
    g.strokeStyle = theme.ink;
    g.lineWidth = 1.3;
    g.setLineDash([2, 4]);
    g.stroke(path(view, S.drag.field.levels[0]));
    g.setLineDash([]);
  }
  g.restore();
}

function dots(g: CanvasRenderingContext2D, colour: string, dpr: number) {
  const size = Math.round(8 * dpr),
    c = document.createElement('canvas');
  c.width = c.height = size;
  const p = c.getContext('2d')!;
  p.fillStyle = colour;
  p.fillRect(size / 2 - dpr / 2, size / 2 - dpr / 2, dpr, dpr);
  const pattern = g.createPattern(c, 'repeat')!;
  pattern.setTransform(new DOMMatrix().scale(1 / dpr));
  return pattern;
}

function difference(g: CanvasRenderingContext2D, view: View, theme: Theme, before: Field, now: Field, dpr: number) {
  const A = path(view, before.levels[0]),
    B = path(view, now.levels[0]);
  const minus = (a: Path2D, b: Path2D, falling: boolean, colour: string, tint: number) => {
    g.save();
    g.clip(a, 'evenodd');
    without(g, view, b);
    g.fillStyle = alpha(colour, tint);
    g.fillRect(0, 0, view.w, view.h);
    g.fillStyle = hatch(g, alpha(colour, 0.9), 6, falling, 1.2, dpr);
    g.fillRect(0, 0, view.w, view.h);
    g.restore();
  };
  g.fillStyle = alpha(theme.defended, 0.14);
  g.save();
  g.clip(A, 'evenodd');
  g.fill(B, 'evenodd');
  g.restore();
  minus(B, A, false, theme.defended, 0.18);
  minus(A, B, true, theme.uncoveredMark, 0.16);
  g.strokeStyle = theme.ink2;
  g.lineWidth = 1.2;
  g.setLineDash([5, 4]);
  g.stroke(A);
  g.setLineDash([]);
  g.strokeStyle = theme.defended;
  g.lineWidth = 1.8;
  g.stroke(B);
}

function fans({ g, view, theme, S }: Pen, part: Part) {
  const hot = S.focus === part.key;
  for (const fan of sectors(part, placeOf(part))) {
    g.fillStyle = alpha(theme.sensor, hot ? 0.13 : 0.035);
    g.fill(path(view, [[fan.outline]]));
    g.strokeStyle = alpha(theme.sensor, hot ? 1 : 0.8);
    g.lineWidth = hot ? 1.6 : 1;
    line(g, view, fan.outline);
    g.lineWidth = 0.6;
    g.setLineDash([2, 3]);
    g.strokeStyle = alpha(theme.sensor, 0.7);
    for (const ring of fan.rings) line(g, view, ring);
    if (turnable(part))
      line(
        g,
        view,
        Array.from({ length: 13 }, (_, i) =>
          offset(placeOf(part), looksTo(part), (underRim(part.reach_km!, part.elevation_low_deg ?? 0) * i) / 12),
        ),
      );
    g.setLineDash([]);
  }
  g.setLineDash([7, 4]); // where a radar that turns looks until it is told
  g.strokeStyle = theme.sensor;
  g.lineWidth = hot ? 1.6 : 1;
  for (const one of S.coverage?.radars.find((r) => r.key === part.key)?.waiting ?? [])
    if (one.far.length > 1) line(g, view, outlineOf(one));
  g.setLineDash([]);
}

function track({ g, view, theme }: Pen, from: LonLat, to: LonLat) {
  g.strokeStyle = theme.ink2;
  g.lineWidth = 1.1;
  g.setLineDash([4, 3]);
  line(
    g,
    view,
    Array.from({ length: 25 }, (_, i) => along(from, to, i / 24)),
  );
  const a = view.point(...from);
  g.lineWidth = 1.2;
  g.setLineDash([2, 2]);
  g.beginPath();
  g.arc(a[0], a[1], 11, 0, 7);
  g.stroke();
  g.setLineDash([]);
}

function pinned(pen: Pen) {
  // where things stood in A
  const A = pen.S.compare!;
  for (const part of [...A.scenario.batteries, ...A.scenario.sensors]) {
    const was = A.moves[part.key],
      from: LonLat = was ? [was.longitude_deg, was.latitude_deg] : [part.longitude_deg, part.latitude_deg];
    const same = parts().find((one) => one.key === part.key && one.kind === part.kind),
      to = same ? placeOf(same) : from;
    if (part.kind === 'satellite' || (same && distance(from, to) < 1) || !pen.view.point(...from)[2]) continue;
    track(pen, from, to);
    const a = pen.view.point(...from);
    pen.text('A', a[0], a[1], { weight: 650, at: ['c'], force: true });
  }
}

function moving(pen: Pen, boxes: Rect[]) {
  const { S, view, text } = pen,
    part = parts().find((one) => one.key === S.drag!.key);
  if (!part) return;
  const to = placeOf(part),
    a = view.point(...S.drag!.from),
    b = view.point(...to),
    far = distance(S.drag!.from, to);
  if (far < 0.5) return;
  track(pen, S.drag!.from, to);
  boxes.push([b[0] - 14, b[1] - 14, b[0] + 14, b[1] + 14]);
  text(`${number(Math.round(far))} km`, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2, {
    weight: 600,
    at: ['l', 't', 'b'],
    gap: 6,
  });
}

function labels(pen: Pen, boxes: Rect[]) {
  const { S, see } = pen;
  for (const part of parts()) {
    const q = see(placeOf(part));
    if (q && part.kind !== 'satellite') boxes.push([q[0] - 12, q[1] - 12, q[0] + 12, q[1] + 12]);
  }
  for (const threat of S.scenario?.threats ?? [])
    for (const at of threat.launches) {
      const q = see([at.longitude_deg, at.latitude_deg]);
      if (q) boxes.push([q[0] - 12, q[1] - 12, q[0] + 12, q[1] + 12]);
    }
  if (S.layers.satellites) skyNames(pen, boxes);
  const shown = S.layers.places ? placeMarks(pen, boxes) : [];
  siteNames(pen);
  if (S.layers.area && (!S.compare || S.split !== null)) contourNames(pen);
  for (const { q, place, out, apart } of shown)
    pen.text(place.name, q[0], q[1], {
      size: out ? 12.5 : 11.5,
      weight: out ? 650 : 400,
      colour: out ? pen.theme.uncovered : apart ? pen.theme.ink3 : pen.theme.ink,
      gap: 7,
      at: ['r', 'l', 'br', 'tr', 'b', 't'],
    });
  geography(pen);
}

function placeMarks({ g, S, theme, see, small }: Pen, boxes: Rect[]) {
  const rank = (at: number) => (S.status[at] === DEFENDED ? 1 : S.status[at] === NOT_THREATENED ? 2 : 0);
  const places = (S.ground?.places ?? [])
    .filter((place) => place.capital || S.layers.cities)
    .sort((a, b) => rank(a.at) - rank(b.at) || +b.capital - +a.capital || b.population - a.population);
  const shown = [];
  for (const place of places) {
    const q = see([place.longitude_deg, place.latitude_deg]);
    if (!q || !S.status.length) continue;
    const apart = S.status[place.at] === NOT_THREATENED,
      out = !apart && S.status[place.at] !== DEFENDED;
    if (out) uncoveredMark(g, q[0], q[1], theme, place.capital ? 4.4 : 3.2);
    else {
      g.fillStyle = apart ? theme.unknown : theme.defendedDot;
      g.strokeStyle = theme.halo;
      g.lineWidth = 1.4;
      g.beginPath();
      g.arc(q[0], q[1], (apart ? 2.2 : place.capital ? 3.1 : 2.2) * (small ? 0.75 : 1), 0, 7);
      g.stroke();
      g.fill();
    }
    boxes.push([q[0] - 4, q[1] - 4, q[0] + 4, q[1] + 4]);
    shown.push({ q, place, out, apart });
  }
  return shown;
}

function uncoveredMark(g: CanvasRenderingContext2D, x: number, y: number, theme: Theme, r: number) {
  g.strokeStyle = theme.halo;
  g.lineWidth = 4;
  g.beginPath();
  g.arc(x, y, r, 0, 7);
  g.stroke();
  g.fillStyle = theme.halo;
  g.fill();
  g.strokeStyle = theme.uncoveredMark;
  g.lineWidth = 2;
  g.stroke();
  g.beginPath();
  g.moveTo(x - 0.7 * r, y + 0.7 * r);
  g.lineTo(x + 0.7 * r, y - 0.7 * r);
  g.stroke();
}

function siteNames({ S, theme, see, text, small }: Pen) {
  for (const part of parts()) {
    const q = part.kind === 'satellite' ? null : see(placeOf(part));
    if (q)
      text(isMoved(part.key) ? `${part.key}, moved` : part.key, q[0], q[1], {
        weight: 650,
        size: 12.5,
        gap: 14,
        colour: part.kind === 'battery' ? theme.interceptor : theme.sensor,
        at: ['r', 'l', 'b', 't'],
      });
  }
  if (small) return;
  for (const threat of S.scenario?.threats ?? [])
    for (const at of threat.launches) {
      const q = see([at.longitude_deg, at.latitude_deg]);
      if (q)
        text(threat.key, q[0], q[1], {
          weight: 650,
          size: 12.5,
          gap: 14,
          colour: theme.threat,
          at: ['r', 'l', 'b', 't'],
        });
    }
}

function contourNames({ S, theme, see, text, w, h }: Pen) {
  // at the southern edge of each
  S.field?.levels.forEach((level, k) => {
    let best: number | null = null,
      spot = null;
    for (const polygon of level)
      for (const ring of polygon)
        for (let i = 0; i < ring.length; i += 2) {
          if (best !== null && ring[i][1] >= best) continue;
          const q = see([ring[i][0], ring[i][1]]);
          if (q && q[0] > 30 && q[0] < w - 60 && q[1] < h - 40 && onLand(S, ring[i])) [best, spot] = [ring[i][1], q];
        }
    if (spot)
      text(['1 shot', '2 shots', '3 shots'][k], spot[0], spot[1], {
        size: 11,
        weight: 600,
        style: 'italic',
        colour: theme.defended,
        at: ['c', 'b', 't'],
        gap: 3,
      });
  });
}

function onLand(S: State, [lon, lat]: number[]) {
  // whether the box of this point is a cell that was asked
  const step = S.ground!.resolution_deg,
    key = Math.floor((lat + 90) / step) * 100_000 + Math.floor((wrap(lon) + 180) / step);
  if (cellsOf.ground !== S.ground) {
    cellsOf.ground = S.ground;
    cellsOf.keys = new Set(S.ground!.cells.row.map((row, i) => row * 100_000 + S.ground!.cells.column[i]));
  }
  return cellsOf.keys.has(key);
}
const cellsOf = { ground: null as unknown, keys: new Set<number>() };

function geography({ g, view, theme, see, text, dpr }: Pen) {
  const disc =
    view.limb && new Path2D('M' + view.limb.map((p) => `${p[0].toFixed(1)} ${p[1].toFixed(1)}`).join('L') + 'Z');
  const inside = (x: number, y: number, name: string, size: number) =>
    !disc ||
    [-1, 1].every((k) => g.isPointInPath(disc, (x + k * (name.length * size * 0.36 + 14)) * dpr, (y - 10) * dpr));
  for (const [name, lon, lat, size] of SEAS) {
    const q = see([lon, lat]);
    if (q && inside(q[0], q[1], name, size))
      text(name, q[0], q[1], {
        serif: true,
        style: 'italic',
        size,
        track: 0.6,
        colour: theme.seaText,
        at: ['c', 't', 'b'],
        gap: 12,
        halo: alpha(theme.sea, 0.8),
      });
  }
  for (const [name, lon, lat] of LANDS) {
    const q = see([lon, lat]);
    if (q && inside(q[0], q[1], name, 11))
      text(name, q[0], q[1], {
        size: 10,
        weight: 500,
        track: 1.8,
        colour: theme.landText,
        at: ['c', 'b', 't'],
        gap: 8,
      });
  }
}
