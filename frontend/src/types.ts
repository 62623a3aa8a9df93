// Shapes of the answers of the API; docs/openapi.json and the keys in docs/doors.md are what they follow.
export interface CatalogValue {
  name: string;
  value: unknown;
  unit: string;
  low: number | null;
  high: number | null;
  status: string;
  source: string;
  date: string;
  note: string | null;
}
export interface Face {
  from_deg: number;
  to_deg: number;
}
export interface Part {
  key: string;
  kind: 'radar' | 'satellite' | 'battery';
  preset: string;
  owner: string;
  host: string;
  latitude_deg: number;
  longitude_deg: number;
  values: CatalogValue[];
  faces?: Face[];
  turning?: boolean;
  boresight_deg?: number | null;
  elevation_low_deg?: number;
  elevation_high_deg?: number;
  reach_km?: number;
  instrumented_range_km?: number | null;
  detection_range_km?: number | null;
  rcs_m2?: number | null;
  altitude_km?: number;
  view_km?: number;
  cloud_break_altitude_km?: number;
  looks?: number;
  look_time_s?: number;
  ready?: number;
  layer?: string;
  speed_km_s?: number;
  flown?: boolean;
  minimum_altitude_km?: number;
  maximum_altitude_km?: number;
}
export interface Threat {
  key: string;
  missile: string;
  shape: string;
  count: number;
  spacing_s: number;
  aim_points: number;
  launches: { latitude_deg: number; longitude_deg: number }[];
  values: CatalogValue[];
}
export interface Assumption {
  path: string;
  set_path: string;
  value: number;
  low: number | null;
  high: number | null;
  unit: string;
  least: number;
  most: number;
  step: number;
  status: string;
  source: string;
  set_paths?: string[];
  log?: boolean; // one slider may set several values; some are moved by factors
}
export interface Scenario {
  scenario: string;
  title: string;
  question: string;
  source: string;
  text: string;
  changes: string[];
  readings: string[];
  axes: { name: string; values: string[] }[];
  reading: string;
  epoch: string;
  sensors: Part[];
  batteries: Part[];
  threats: Threat[];
  protects: { alliance: string | null; date: string | null; countries: { code: string; name: string }[] };
  assumptions: Assumption[];
  replicates: number;
  seed: number;
  warnings: string[];
}
interface City {
  name: string;
  country: string;
  latitude_deg: number;
  longitude_deg: number;
  population: number;
  capital: boolean;
}
export interface Place extends City {
  at: number;
}
export interface Ground {
  resolution_deg: number;
  rows: number;
  cells: { column: number[]; row: number[]; area_km2: number[] };
  places: Place[];
  land: { country: string; geometry: { type: 'MultiPolygon'; coordinates: number[][][][] } }[];
}
export type Word = 'defended' | 'undefended' | 'not-threatened';
export interface PlaceAnswer extends City {
  status: Word;
  covered: boolean;
  shots: number;
  deciding_threat: string | null;
  why_not: string | null;
}
export interface Named {
  readings: { reading: string; places: PlaceAnswer[] }[];
  warnings: string[];
}
export interface Exact {
  readings: {
    reading: string;
    shots_needed: number | null;
    defended_km2: number;
    undefended_km2: number;
    not_threatened_km2: number;
    defended_population: number;
    undefended_population: number;
    not_threatened_population: number;
    places: PlaceAnswer[];
    countries: {
      code: string;
      status: string;
      defended_share: number | null;
      largest_undefended_city: string | null;
    }[];
  }[];
  cells_live: { status: number[]; shots: number[] };
  command: string;
  warnings: string[];
}
export interface Sector {
  from_deg: number;
  width_deg: number;
  whole: boolean;
  far: [number, number][];
  near: [number, number][];
}
export interface RadarCover {
  key: string;
  threat: string | null;
  rcs_m2: number | null;
  reach_km: number;
  limited_by: string;
  sectors: Sector[];
  waiting: Sector[];
}
export interface Coverage {
  reading: string;
  altitude_km: number | null;
  radars: RadarCover[];
}
export interface Quick {
  at: number[];
  status: number[];
}
export interface Problem {
  where: string | null;
  line: number | null;
  got: string | null;
  try: string | null;
  what: string;
}
export interface Failure {
  what: string;
  where?: string | null;
  got?: string | null;
  try?: string | null;
  problems?: Problem[];
}
export interface Move {
  key: string;
  latitude_deg: number;
  longitude_deg: number;
  boresight_deg?: number; // of one face
  turned_deg?: number; // several faces together, on from where they are
  sector_deg?: number; // width of each face
}

export const NOT_THREATENED = 0,
  DEFENDED = 1,
  UNDEFENDED = 2;
export const CODES: Record<Word, number> = {
  'not-threatened': NOT_THREATENED,
  defended: DEFENDED,
  undefended: UNDEFENDED,
};
