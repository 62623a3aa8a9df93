// What ink needs of a map: globe and flat map differ only in this.
export type Screen = [number, number, boolean];
export interface View {
  w: number;
  h: number;
  flat: boolean;
  point(lon: number, lat: number, km?: number): Screen; // and whether it is in sight
  clamped(lon: number, lat: number): [number, number]; // slid to the limb, so that an area ends where the Earth does
  limb: [number, number][] | null;
}
export interface Map {
  view(): View;
  pick(x: number, y: number): [number, number] | null;
  home(): void;
  zoom(factor: number): void;
  fly(lon: number, lat: number): void;
  hold(on: boolean): void;
  theme(): void;
  settled(): boolean;
}
