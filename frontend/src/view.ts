// What ink needs of a map: globe and flat map differ only in this.
import type { LonLat } from './geo';

export type Screen = [number, number, boolean];
export interface View {
  w: number;
  h: number;
  flat: boolean;
  point(lon: number, lat: number, km?: number): Screen; // and whether it is in sight
  clamped(lon: number, lat: number): Screen; // slid to the limb, so that an area ends where the Earth does; and whether it was in sight
  limb: [number, number][];
  middle: { at: LonLat; x: number; y: number } | null; // a point in sight, from which the Earth slides to the limb; none where it lies behind the eye
}
export interface Map {
  view(): View;
  pick(x: number, y: number): [number, number] | null;
  home(): void;
  at(): [number, number, number] | null; // longitude, latitude of the middle, and how far it is looked at from, km
  look(lon: number, lat: number, km: number): void; // from straight above, so far away
  zoom(factor: number): void;
  fly(lon: number, lat: number): void;
  hold(on: boolean): void;
  theme(): void;
  settled(): boolean;
}
// Gives the same view as long as it is made of the same numbers: what was drawn for it can be kept.
export function keeper<V extends View>() {
  let of: number[] = [],
    view: V | null = null;
  return (now: number[], make: () => V): V => {
    if (!view || now.length !== of.length || now.some((x, i) => x !== of[i])) [of, view] = [now, make()];
    return view;
  };
}
