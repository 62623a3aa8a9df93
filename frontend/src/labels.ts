// Names on the map, the most important first; what finds no room is left out. Boxes keep labels off one another.
import { wrap } from './geo';
import { isFar } from './disc';
import type { Anchor, Pen, Rect } from './ink';
import { LANDS, SEAS } from './names';
import { keepOffSatellites, skyNames } from './satellites';
import { isShifted, isTurned, parts, placeOf, type State } from './state';
import { alpha, type Theme } from './theme';
import { DEFENDED, NOT_THREATENED } from './types';

export function labels(pen: Pen, boxes: Rect[]) {
  const { S } = pen,
    far = isFar(pen.disc); // only what is not covered keeps its name
  const shown = S.layers.places ? placeMarks(pen, boxes) : [];
  if (S.layers.satellites) keepOffSatellites(pen, boxes);
  if (!far) siteNames(pen);
  if (S.layers.satellites && !far) skyNames(pen);
  if (!far && S.layers.area && (!S.compare || S.split !== null)) contourNames(pen);
  for (const { q, place, out, apart } of shown) {
    if (far && !out) continue;
    pen.text(place.name, q[0], q[1], {
      size: out ? 12.5 : 11.5,
      weight: out ? 650 : 400,
      colour: out ? pen.theme.uncovered : apart ? pen.theme.ink3 : pen.theme.ink,
      gap: 7,
      at: ['r', 'l', 'br', 'tr', 'b', 't'],
    });
  }
  if (S.layers.satellites && far) skyNames(pen); // on a small globe what is not covered has the first word
  if (!far) geography(pen);
}

function placeMarks({ g, S, theme, see, small, disc }: Pen, boxes: Rect[]) {
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
      g.arc(q[0], q[1], (apart ? 2.2 : place.capital ? 3.1 : 2.2) * (small || isFar(disc) ? 0.75 : 1), 0, 7);
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

const gapOf = (S: State, key: string) => (S.focus === key ? 21 : 14); // px: the ring of the focus is wider than the pin
const ROUND: Anchor[] = ['r', 'l', 'tr', 'br', 'tl', 'bl', 'b', 't']; // a site keeps its name where there is any room
function siteNames({ S, theme, see, text, small }: Pen) {
  for (const part of parts()) {
    const q = part.kind === 'satellite' ? null : see(placeOf(part));
    if (q)
      text(isShifted(part) ? `${part.key}, moved` : isTurned(part.key) ? `${part.key}, turned` : part.key, q[0], q[1], {
        weight: 650,
        size: 12.5,
        gap: gapOf(S, part.key),
        colour: part.kind === 'battery' ? theme.interceptor : theme.sensor,
        at: ROUND,
        led: true,
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
          gap: gapOf(S, threat.key),
          colour: theme.threat,
          at: ROUND,
          led: true,
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

function geography({ theme, see, text }: Pen) {
  for (const [name, lon, lat, size] of SEAS) {
    const q = see([lon, lat]);
    if (q)
      text(name, q[0], q[1], {
        onEarth: true,
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
    if (q)
      text(name, q[0], q[1], {
        onEarth: true,
        size: 10,
        weight: 500,
        track: 1.8,
        colour: theme.landText,
        at: ['c', 'b', 't'],
        gap: 8,
      });
  }
}
