// Which problem stands at which field: at its own, else at the nearest that holds it.
import type { Field, Path, PlacedProblem } from './types';

export const idOf = (path: Path) => JSON.stringify(path);

export interface Placed {
  at: Map<string, PlacedProblem[]>; // id of a field -> problems told there
  within: Map<string, number>; // id of a field -> problems at it and inside it
  unplaced: PlacedProblem[];
}

export function place(fields: Field[], problems: PlacedProblem[]): Placed {
  const known = new Set<string>(),
    walk = (rows: Field[]) => {
      for (const row of rows) {
        known.add(idOf(row.path));
        if (row.inside) walk(row.inside);
      }
    };
  walk(fields);
  const placed: Placed = { at: new Map(), within: new Map(), unplaced: [] };
  for (const problem of problems) {
    const path = [...problem.path];
    while (path.length && !known.has(idOf(path))) path.pop();
    if (!path.length) {
      placed.unplaced.push(problem);
      continue;
    }
    const id = idOf(path);
    placed.at.set(id, [...(placed.at.get(id) ?? []), problem]);
    for (let k = path.length; k > 0; k--) {
      const holder = idOf(path.slice(0, k));
      placed.within.set(holder, (placed.within.get(holder) ?? 0) + 1);
    }
  }
  return placed;
}

export const sentence = (p: PlacedProblem) =>
  [p.what, p.got && `got: ${p.got}`, p.try && `try: ${p.try}`].filter(Boolean).join('; ');
