// A small ground: boxes of one degree, with or without places.
import type { Ground } from '../src/types';

export function groundOf(cells: [number, number][], resolution = 1): Ground {
  return {
    resolution_deg: resolution,
    rows: cells.length,
    land: [],
    places: [],
    cells: { column: cells.map(([column]) => column), row: cells.map(([, row]) => row), area_km2: cells.map(() => 1) },
  };
}
export function block(west: number, south: number, width: number, height: number): [number, number][] {
  return Array.from({ length: width * height }, (_, i) => [west + (i % width), south + Math.floor(i / width)]);
}
