// From verdicts of cells to areas with edges half-way between the middles of cells that differ; land clips them when they are drawn.
import { contours } from 'd3-contour';
import { DEFENDED, NOT_THREATENED, type Ground } from './types';

export type Area = number[][][][]; // polygons of rings of [longitude, latitude]
export interface Field {
  levels: Area[];
  apart: Area;
} // 1 shot, 2 shots, 3 or more; and where nothing threatens
export interface Grid {
  west: number;
  south: number;
  step: number;
  nx: number;
  ny: number;
  nearest: Int32Array;
}

const STRAIGHT = [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ],
  ASLANT = [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ];

// Boxes without land take the verdict of the nearest cell within two boxes, so that edges reach the coast whole.
// Columns go round the Earth: the grid begins behind the widest gap, so that land on both sides of the date line lies together.
export function gridOf(ground: Ground, rim = 2): Grid {
  const { row } = ground.cells,
    around = Math.round(360 / ground.resolution_deg);
  const first = firstColumn(ground.cells.column, around),
    column = ground.cells.column.map((c) => (c < first ? c + around : c));
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < column.length; i++) {
    if (column[i] < left) left = column[i];
    if (column[i] > right) right = column[i];
    if (row[i] < low) low = row[i];
    if (row[i] > high) high = row[i];
  }
  low -= rim;
  high += rim;
  const free = Math.max(0, Math.floor((around - (right - left + 1)) / 2)); // no box is drawn twice where land goes nearly round
  left -= Math.min(rim, free);
  right += Math.min(rim, free);
  const nx = right - left + 1,
    ny = high - low + 1,
    nearest = new Int32Array(nx * ny).fill(-1);
  let edge: number[] = [];
  for (let i = 0; i < column.length; i++) {
    const at = (row[i] - low) * nx + column[i] - left;
    nearest[at] = i;
    edge.push(at);
  }
  for (let pass = 0; pass < rim; pass++) {
    const next: number[] = [];
    for (const steps of [STRAIGHT, ASLANT])
      for (const at of edge) {
        // straight ones first: they are nearer
        const x = at % nx,
          y = (at - x) / nx;
        for (const [dx, dy] of steps) {
          if (x + dx < 0 || x + dx >= nx || y + dy < 0 || y + dy >= ny) continue;
          const to = (y + dy) * nx + x + dx;
          if (nearest[to] < 0) {
            nearest[to] = nearest[at];
            next.push(to);
          }
        }
      }
    edge = next;
  }
  return {
    west: -180 + left * ground.resolution_deg,
    south: -90 + low * ground.resolution_deg,
    step: ground.resolution_deg,
    nx,
    ny,
    nearest,
  };
}

function firstColumn(columns: number[], around: number): number {
  const held = [...new Set(columns)].sort((a, b) => a - b);
  let first = held[0],
    widest = -1;
  held.forEach((column, i) => {
    const gap = column - (i ? held[i - 1] : held[held.length - 1] - around);
    if (gap > widest) {
      widest = gap;
      first = column;
    } // the first of equals
  });
  return first;
}

function areaOf(grid: Grid, holds: (cell: number) => boolean): Area {
  const values = new Array<number>(grid.nx * grid.ny);
  for (let i = 0; i < values.length; i++) values[i] = grid.nearest[i] >= 0 && holds(grid.nearest[i]) ? 1 : 0;
  const found = contours().size([grid.nx, grid.ny]).smooth(true).contour(values, 0.5).coordinates;
  return found.map((polygon) =>
    polygon.map((ring) => ring.map(([x, y]) => [grid.west + x * grid.step, grid.south + y * grid.step])),
  );
}

export const LEVELS = [1, 2, 3];
export function fieldOf(grid: Grid, status: ArrayLike<number>, shots: ArrayLike<number> | null): Field {
  const levels = (shots ? LEVELS : [1]).map((least) =>
    areaOf(grid, (cell) => status[cell] === DEFENDED && (!shots || shots[cell] >= least)),
  );
  return { levels, apart: areaOf(grid, (cell) => status[cell] === NOT_THREATENED) };
}
