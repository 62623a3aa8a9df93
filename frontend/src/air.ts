// Upper ink: what moves with the clock. Redrawn on every frame while playing; the globe below is not.
import { isFar } from './disc';
import type { Drawn } from './ground';
import { kit, line, type Label } from './ink';
import { CELL, drawMark, gather, type Mark } from './marks';
import { at, between, endOf, reentryOf, type Flight, type Play } from './play';
import { S, type State } from './state';
import { alpha, type Theme } from './theme';
import { ellipse, magnification, scaleWords } from './tracks';
import type { View } from './view';

export const MANY = 20;
interface Moving {
  flight: Flight;
  p: number[];
  x: number;
  y: number;
  a: number;
}
const ends = new WeakMap<Play, Map<string, { end: number; reentry: number }>>();
function timesOf(play: Play) {
  let found = ends.get(play);
  if (!found) {
    found = new Map(play.flights.map((f) => [f.id, { end: endOf(play, f), reentry: reentryOf(f) }]));
    ends.set(play, found);
  }
  return found;
}

export function air(
  g: CanvasRenderingContext2D,
  view: View,
  state: State,
  theme: Theme,
  dpr: number,
  below: Drawn,
): Label[] {
  const boxes = below.boxes.slice(),
    { text, small, told, disc } = kit(g, view, theme, dpr, boxes),
    play = state.play;
  if (!play) return [];
  const many = play.flights.length > MANY,
    moving: Moving[] = [],
    t = state.t,
    times = timesOf(play),
    marks: Mark[] = [];
  if (state.layers.flights)
    for (const flight of play.flights)
      flown(g, view, theme, flight, times.get(flight.id)!, t, many && state.follow !== flight.id, moving, marks);
  if (state.layers.shots) shots(g, view, theme, play, t, many, marks);
  if (state.layers.tracks) {
    const times = magnification(view, play),
      told = document.getElementById('track-scale');
    if (told && told.textContent !== scaleWords(times)) told.textContent = scaleWords(times);
    for (const m of moving)
      if (!isFar(disc) && (!many || state.follow === m.flight.id)) ellipse(g, view, theme, m.flight, m.p, times);
  }
  underNames(g, below.told);
  for (const one of gather(marks, many ? CELL : 0.01)) drawMark(g, theme, one);
  for (const m of moving)
    glyph(g, view, theme, m, t, many && state.follow !== m.flight.id, times.get(m.flight.id)!.reentry, small);
  for (const m of moving)
    if (!many || state.follow === m.flight.id)
      text(small ? m.flight.id : `${m.flight.id}  ${Math.round(m.p[3])} km`, m.x, m.y, {
        size: 11.5,
        weight: 600,
        colour: theme.threat,
        at: ['tr', 'r', 'l', 'br', 't', 'b'],
        gap: 8,
      });
  return told;
}

// Lines and ellipses pass under the names that stand still: thinned there, not cut, so that both can be followed.
const THINNED = 0.8,
  PEEK = 1; // px of the halo of a name that a line may touch
function underNames(g: CanvasRenderingContext2D, names: Label[]) {
  g.save();
  g.globalCompositeOperation = 'destination-out';
  g.globalAlpha = THINNED;
  for (const { box } of names)
    g.fillRect(box[0] + PEEK, box[1] + PEEK, box[2] - box[0] - 2 * PEEK, box[3] - box[1] - 2 * PEEK);
  g.restore();
}

function flown(
  g: CanvasRenderingContext2D,
  view: View,
  theme: Theme,
  flight: Flight,
  own: { end: number; reentry: number },
  t: number,
  many: boolean,
  moving: Moving[],
  marks: Mark[],
) {
  const now = Math.max(flight.lift_off_s, Math.min(t, own.end));
  const draw = (from: number, to: number, colour: string, width: number, dash: number[] = []) => {
    if (to <= from) return;
    g.strokeStyle = colour;
    g.lineWidth = width;
    g.setLineDash(dash);
    line(g, view, between(flight.path, from, to));
    g.setLineDash([]);
  };
  if (many) {
    // a big raid shows its last minute only
    if (t > flight.lift_off_s && t < own.end)
      draw(
        Math.max(flight.lift_off_s, t - 60),
        now,
        alpha(t < flight.burnout_s ? theme.boost : t > own.reentry ? theme.reentry : theme.threat, 0.55),
        1,
      );
  } else {
    if (t < own.end) draw(now, flight.end_s, alpha(theme.threat, 0.45), 0.9, [1.5, 3.5]);
    if (t > flight.lift_off_s) {
      draw(flight.lift_off_s, Math.min(now, flight.burnout_s), theme.boost, 3);
      draw(flight.burnout_s, Math.min(now, own.reentry), theme.threat, S.follow === flight.id ? 2.2 : 1.5);
      draw(own.reentry, now, theme.reentry, 2.4);
    }
  }
  if (t > flight.lift_off_s && t < own.end) {
    const p = at(flight.path, t),
      q = view.point(p[1], p[2], p[3]),
      n = at(flight.path, t + 4),
      q2 = view.point(n[1], n[2], n[3]);
    if (q[2]) moving.push({ flight, p, x: q[0], y: q[1], a: Math.atan2(q2[1] - q[1], q2[0] - q[0]) });
  } else if (flight.leaks && t >= flight.end_s) {
    const q = view.point(flight.aim_longitude_deg, flight.aim_latitude_deg);
    if (q[2]) marks.push({ x: q[0], y: q[1], kind: 'lands' });
  }
}

function shots(
  g: CanvasRenderingContext2D,
  view: View,
  theme: Theme,
  play: Play,
  t: number,
  many: boolean,
  marks: Mark[],
) {
  for (const shot of play.shots) {
    if (t < shot.launch_s || (many && t > shot.meet_s + 60)) continue;
    g.strokeStyle = many ? alpha(theme.interceptor, 0.55) : theme.interceptor;
    g.lineWidth = many ? 1 : 1.5;
    if (shot.path) {
      const start = shot.path[0][0];
      if (!shot.hits && t >= shot.meet_s) g.setLineDash([4, 3]);
      line(g, view, between(shot.path, many ? Math.max(start, t - 30) : start, Math.min(t, shot.meet_s)));
      g.setLineDash([]);
      if (t < shot.meet_s) {
        const p = at(shot.path, t),
          q = view.point(p[1], p[2], p[3]);
        if (q[2]) {
          g.fillStyle = theme.interceptor;
          g.beginPath();
          g.arc(q[0], q[1], many ? 1.6 : 2.6, 0, 7);
          g.fill();
        }
      }
    }
    if (t < shot.meet_s || shot.longitude_deg === null) continue;
    const q = view.point(shot.longitude_deg, shot.latitude_deg!, shot.altitude_km!);
    if (q[2]) marks.push({ x: q[0], y: q[1], kind: shot.hits ? 'hit' : 'miss' });
  }
}

function glyph(
  g: CanvasRenderingContext2D,
  view: View,
  theme: Theme,
  m: Moving,
  t: number,
  many: boolean,
  reentry: number,
  small: boolean,
) {
  if (many) {
    g.fillStyle = t < m.flight.burnout_s ? theme.boost : t > reentry ? theme.reentry : theme.threat;
    g.fillRect(m.x - 1.5, m.y - 1.5, 3, 3);
    return;
  }
  if (!view.flat) {
    // where it is above
    const below = view.point(m.p[1], m.p[2]);
    g.strokeStyle = alpha(theme.ink2, 0.55);
    g.lineWidth = 0.7;
    g.beginPath();
    g.moveTo(m.x, m.y);
    g.lineTo(below[0], below[1]);
    g.stroke();
    g.fillStyle = theme.ink2;
    g.beginPath();
    g.arc(below[0], below[1], 1.4, 0, 7);
    g.fill();
  }
  if (m.flight.seen.some((s) => t >= s.from_s && t <= s.to_s)) {
    // in view of a sensor: a ring in its colour
    g.strokeStyle = theme.sensor;
    g.lineWidth = 1.2;
    g.beginPath();
    g.arc(m.x, m.y, small ? 7 : 9, 0, 7);
    g.stroke();
  }
  g.save();
  g.translate(m.x, m.y);
  g.rotate(m.a);
  g.fillStyle = theme.threat;
  g.strokeStyle = theme.halo;
  g.lineWidth = 1.2;
  g.beginPath();
  g.moveTo(6, 0);
  g.lineTo(-4, 3.8);
  g.lineTo(-2, 0);
  g.lineTo(-4, -3.8);
  g.closePath();
  g.stroke();
  g.fill();
  g.restore();
}
