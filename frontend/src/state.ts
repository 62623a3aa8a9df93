// Everything the page knows, in one place; the server is the only source of numbers.
import { type Field } from './contour';
import type { Play } from './play';
import {
  CODES,
  DEFENDED,
  NOT_THREATENED,
  UNDEFENDED,
  type Coverage,
  type Exact,
  type Face,
  type Ground,
  type Move,
  type Named,
  type Part,
  type PlaceAnswer,
  type Scenario,
} from './types';

export type Layer = 'area' | 'places' | 'cities' | 'sectors' | 'flights' | 'shots' | 'tracks' | 'satellites';

export interface Snapshot {
  // A, as it was when Compare was pressed
  scenario: Scenario;
  ground: Ground | null;
  reading: string;
  exact: Exact | null;
  named: Named | null;
  given: string[];
  field: Field | null;
  play: Play | null;
  coverage: Coverage | null;
  moves: Record<string, Move>;
  values: Record<string, number>;
  status: Int8Array<ArrayBuffer>;
  shots: Int8Array<ArrayBuffer>;
  side: { scenario: string; reading: string; changes: string[]; moves: unknown[]; run: string | null };
}

export const S = {
  scenario: null as Scenario | null,
  ground: null as Ground | null,
  reading: '',
  moves: {} as Record<string, Move>,
  values: {} as Record<string, number>, // by set_path, what sliders changed
  exact: null as Exact | null, // answer of the state that is shown, when it has come
  first: null as { exact: Exact; named: Named | null } | null, // the scenario as written
  named: null as Named | null,
  status: new Int8Array(0), // by row of the ground
  shots: new Int8Array(0),
  field: null as Field | null, // contours of what is shown
  coverage: null as Coverage | null, // what radars cover, at an altitude or at their least elevation
  altitude: null as number | null, // km, of that coverage
  waiting: false,
  stale: false,
  failure: null as string | null,
  layers: {
    area: true,
    places: true,
    cities: false,
    sectors: true,
    flights: true,
    shots: true,
    tracks: true,
    satellites: true,
  } as Record<Layer, boolean>,
  focus: null as string | null,
  drag: null as null | {
    key: string;
    from: [number, number];
    turn?: number;
    field: Field | null;
    exact: Exact | null;
    named: Named | null;
  },
  compare: null as Snapshot | null,
  split: null as number | null, // share of the map that is A's; null: the difference on one map
  given: [] as string[],
  ran: null as string | null, // changes of the run that was opened, and its name
  undo: [] as { moves: Record<string, Move>; values: Record<string, number> }[],
  redo: [] as { moves: Record<string, Move>; values: Record<string, number> }[],
  play: null as Play | null,
  t: 0,
  playing: false,
  rate: 60,
  follow: '',
  flat: false,
  lite: false,
  soft: false,
  frames: 0,
  paintMs: 0,
  roundMs: 0,
};
export type State = typeof S;

export const parts = (): Part[] => (S.scenario ? [...S.scenario.batteries, ...S.scenario.sensors] : []);
export const placeOf = (part: Part): [number, number] => {
  const move = S.moves[part.key];
  return move ? [move.longitude_deg, move.latitude_deg] : [part.longitude_deg, part.latitude_deg];
};
export const isMoved = (key: string) => key in S.moves;
export const isTurned = (key: string) => {
  const move = S.moves[key];
  return [move?.boresight_deg, move?.turned_deg, move?.sector_deg].some((angle) => angle !== undefined);
};
export const isShifted = (part: Part) =>
  isMoved(part.key) && placeOf(part).some((angle, i) => angle !== [part.longitude_deg, part.latitude_deg][i]);
const widthOf = (face: Face) => (((face.to_deg - face.from_deg) % 360) + 360) % 360 || 360; // over north too
export const turnable = (part: Part) =>
  part.kind === 'radar' && (part.faces ?? []).length > 0 && part.faces!.every((face) => widthOf(face) < 359.9);
const middleOf = (face: Face) => face.from_deg + widthOf(face) / 2;
const full = (azimuth: number) => ((azimuth % 360) + 360) % 360;
// Where it was turned to, else where it looks; several faces turn together, and the first says where to.
export const looksTo = (part: Part) => {
  const move = S.moves[part.key],
    face = part.faces?.[0];
  if (turnable(part) && part.faces!.length > 1) return full(middleOf(face!) + (move?.turned_deg ?? 0));
  const turned = move?.boresight_deg ?? part.boresight_deg;
  return typeof turned === 'number' ? turned : face ? full(middleOf(face)) : 0;
};
export const sectorOf = (part: Part) => S.moves[part.key]?.sector_deg ?? (part.faces?.[0] ? widthOf(part.faces[0]) : 0);
export const facesOf = (part: Part): Face[] => {
  // as they are turned and narrowed
  const by = turnable(part) ? looksTo(part) - middleOf(part.faces![0]) : 0;
  return (part.faces ?? []).map((face) => {
    const middle = middleOf(face) + by,
      width = turnable(part) ? sectorOf(part) : widthOf(face);
    return { from_deg: middle - width / 2, to_deg: middle + width / 2 };
  });
};
// The move that turns a radar to an azimuth, or narrows it; the rest of the move stays.
export const turnedTo = (part: Part, azimuth: number): Partial<Move> => {
  const to = +full(azimuth).toFixed(1) % 360;
  if ((part.faces?.length ?? 0) < 2) return { boresight_deg: to };
  return { turned_deg: +(full(to - middleOf(part.faces![0]) + 180) - 180).toFixed(1) };
};
export const NARROWEST = 5; // degrees
export const widest = (part: Part) => {
  // what the preset states; the file may have narrowed it
  const stated = part.values?.find((one) => one.name === 'sector_deg')?.value;
  return typeof stated === 'number' ? stated : widthOf(part.faces![0]);
};
export const narrowedTo = (part: Part, width: number): Partial<Move> => ({
  sector_deg: +Math.max(NARROWEST, Math.min(widest(part), width)).toFixed(1),
});
export const isChanged = () => Object.keys(S.moves).length > 0 || Object.keys(S.values).length > 0;
const pathsOf = (path: string) => S.scenario?.assumptions?.find((a) => a.set_path === path)?.set_paths ?? [path];
export const changes = (values = S.values) => [
  ...S.given,
  ...Object.entries(values).flatMap(([path, value]) => pathsOf(path).map((one) => `${one}=${value}`)),
];
export const answered = (named: Named | null, reading: string): PlaceAnswer[] =>
  named?.readings.find((row) => row.reading === reading)?.places ?? [];
export const capitals = (places: PlaceAnswer[]) => places.filter((place) => place.capital);
export const threatened = (places: PlaceAnswer[]) => places.filter((place) => place.status !== 'not-threatened');
export const covered = (places: PlaceAnswer[]) => places.filter((place) => place.covered);
export { CODES, DEFENDED, NOT_THREATENED, UNDEFENDED };
