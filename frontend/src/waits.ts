// How long a hand waits: from each of its moves to the frame after the one in which its picture was drawn.
// Kept as measures of the browser, to be read by benchmarks/picture.py; nothing of the page depends on them.
export const WAIT = 'hand to picture';
const MOST = 2000; // measures that are kept
let moves: number[] = [],
  answered: number[] = [],
  painted: number[] = [],
  kept = 0;

export const moved = () => void moves.push(window.event?.timeStamp ?? performance.now());
export function asked(): number[] {
  // the moves that the question now sent holds
  const batch = moves;
  moves = [];
  return batch;
}
export const come = (batch: number[]) => void answered.push(...batch);
export const lost = (batch: number[]) => void moves.unshift(...batch);
export function drawn() {
  painted.push(...answered);
  answered = [];
}
export function frameBegins() {
  if (!painted.length) return;
  const end = performance.now();
  if (kept + painted.length > MOST) {
    performance.clearMeasures(WAIT);
    kept = 0;
  }
  for (const start of painted) performance.measure(WAIT, { start, end });
  kept += painted.length;
  painted = [];
}
