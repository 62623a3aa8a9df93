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
const widthOf = (face: Face) => (((face.to_deg - face.from_deg) % 360) + 360) % 360 || 360; // over north too
export const boresightOf = (part: Part) => {
  // where it was turned to, else where it looks
  const turned = S.moves[part.key]?.boresight_deg ?? part.boresight_deg;
  if (typeof turned === 'number') return turned;
  const face = part.faces?.[0];
  return face ? (((face.from_deg + widthOf(face) / 2) % 360) + 360) % 360 : 0;
};
export const turnable = (part: Part) =>
  part.kind === 'radar' && part.faces?.length === 1 && widthOf(part.faces[0]) < 359.9;
export const looksTo = boresightOf;
export const facesOf = (part: Part): Face[] =>
  (part.faces ?? []).map((face) => {
    // as they are turned
    const width = widthOf(face),
      middle = turnable(part) ? looksTo(part) : face.from_deg + width / 2;
    return { from_deg: middle - width / 2, to_deg: middle + width / 2 };
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
