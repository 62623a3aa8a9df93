// What radars cover follows the hand: asked when a radar, a cross-section or the altitude changes, and for nothing else.
import { send } from './api';
import { changes, S } from './state';
import type { Coverage, Scenario, Sector } from './types';
import type { LonLat } from './geo';

let busy = false,
  told = '';
const ofRadars = () => changes().filter((one) => /rcs_|^sensors\./.test(one));
const moves = () => Object.values(S.moves).filter((move) => S.scenario!.sensors.some((part) => part.key === move.key));
const wanted = () => JSON.stringify([S.scenario!.scenario, S.reading, ofRadars(), moves(), S.altitude]);

// One question at a time; after its answer the state of then is asked about, where it is another.
export async function cover(redraw: () => void) {
  if (!S.scenario?.sensors.some((part) => part.kind === 'radar')) {
    forgetCoverage();
    return;
  }
  if (busy) return;
  busy = true;
  while (S.scenario && wanted() !== told) {
    const shown: Scenario = S.scenario,
      now = wanted();
    let answer: Coverage | null = null; // where it is refused, the question of the defended area says why
    try {
      answer = await send<Coverage>(`scenarios/${encodeURIComponent(shown.scenario)}/coverage`, {
        reading: S.reading,
        changes: ofRadars(),
        moves: moves(),
        altitude_km: S.altitude,
      });
    } catch {
      /* drawn as the scenario has it */
    }
    if (S.scenario !== shown) continue;
    [S.coverage, told] = [answer, now];
    redraw();
  }
  busy = false;
}
export function forgetCoverage() {
  [S.coverage, told] = [null, ''];
}

export const outlineOf = (sector: Sector): LonLat[] =>
  sector.whole ? sector.far : [...sector.near, ...[...sector.far].reverse(), ...sector.near.slice(0, 1)];
