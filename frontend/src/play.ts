// One raid of a run, played: everything on one clock, in seconds from the first lift-off.
import { get } from './api';

export interface Sight {
  sensor: string;
  from_s: number;
  to_s: number;
}
export interface Flight {
  id: string;
  threat: string;
  name: string;
  aim: string;
  aim_latitude_deg: number;
  aim_longitude_deg: number;
  missile: string;
  lift_off_s: number;
  burnout_s: number;
  end_s: number;
  leaks: boolean;
  why_not: string | null;
  seen: Sight[];
  track_error?: { sensors: string[]; rows: number[][] } | null;
  path: number[][];
}
export interface Shot {
  flight: string;
  look: number;
  battery: string;
  rounds: number;
  launch_s: number;
  meet_s: number;
  hits: boolean;
  latitude_deg: number | null;
  longitude_deg: number | null;
  altitude_km: number | null;
  path: number[][] | null;
}
export interface Happening {
  time_s: number;
  kind: 'threat' | 'sensor' | 'interceptor' | 'unknown';
  flight: string;
  what: string;
  why: string;
}
export interface Play {
  run: string;
  scenario: string;
  reading: string;
  replicate: number;
  told: number;
  replicates: number | null;
  seed: number;
  changes: string[];
  flights: Flight[];
  shots: Shot[];
  events: Happening[];
  end_s: number;
  warnings: string[];
}
export interface RunRow {
  run: string;
  scenario?: string;
  title?: string;
  created?: string;
  seed?: number;
  replicates?: number;
  readings?: string[];
  changes?: string[];
  damaged?: string;
}

export const load = (run: string, reading: string | null, replicate: number) =>
  get<Play>(
    `runs/${encodeURIComponent(run)}/play?replicate=${replicate}${reading ? `&reading=${encodeURIComponent(reading)}` : ''}`,
  );
export const list = async () => (await get<{ runs: RunRow[] }>('runs')).runs;

// Where a path is at a time: straight between samples that lie close together; longitudes go the short way.
export function at(path: number[][], t: number): number[] {
  if (t <= path[0][0]) return path[0];
  if (t >= path[path.length - 1][0]) return path[path.length - 1];
  let low = 0,
    high = path.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (path[middle][0] <= t) low = middle;
    else high = middle;
  }
  const a = path[low],
    b = path[high],
    f = (t - a[0]) / (b[0] - a[0]);
  const turn = ((b[1] - a[1] + 540) % 360) - 180;
  return [t, a[1] + f * turn, a[2] + f * (b[2] - a[2]), a[3] + f * (b[3] - a[3])];
}
export function between(path: number[][], from: number, to: number): number[][] {
  if (to <= from) return [];
  return [at(path, from), ...path.filter((p) => p[0] > from && p[0] < to), at(path, to)].map((p) => p.slice(1));
}
export const endOf = (play: Play, flight: Flight) =>
  Math.min(flight.end_s, ...play.shots.filter((s) => s.flight === flight.id && s.hits).map((s) => s.meet_s));
export const reentryOf = (flight: Flight) => {
  // the last time above 100 km
  for (let i = flight.path.length - 1; i >= 0; i--) if (flight.path[i][3] > 100) return flight.path[i][0];
  return flight.end_s;
};
// When the next event is, or the one before; the end, or the start, where there is none.
export function stepFrom(play: Play, t: number, by: number): number {
  const times = play.events.map((e) => e.time_s);
  return by > 0
    ? (times.find((one) => one > t + 0.5) ?? play.end_s)
    : (times.filter((one) => one < t - 0.5).pop() ?? 0);
}
