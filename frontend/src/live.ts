// One question under way at a time; while it is, only the latest change waits. Fine answers follow when the hand rests.
import { get, Refused, send } from './api';
import { cover, forgetCoverage } from './coverage';
import { fieldOf, gridOf, type Grid } from './contour';
import { protectedLand, shapesOf } from './basemap';
import { changes, isChanged, S, type Snapshot, type State } from './state';
import { CODES, type Exact, type Ground, type Named, type Quick, type Scenario } from './types';
import * as waits from './waits';

const SESSION = crypto.randomUUID();
const REST_MS = 120,
  RESOLUTION = 0.5; // degrees
let count = 0,
  finer = 0,
  told = 0, // full answers that were shown, and grounds: what was asked before one of them is of an older state
  busy = false,
  again = false,
  rest = 0,
  grid: Grid | null = null;
export const heard = { redraw: () => {}, soon: () => {}, waits: () => {}, opened: () => {} }; // soon: with the answer that is awaited, if one is
export const awaited = () => busy;

const path = () => `scenarios/${encodeURIComponent(S.scenario!.scenario)}`;
const asked = () => ({ reading: S.reading, changes: changes(), moves: Object.values(S.moves) });

// A run is opened with the changes it was made with; what is compared with stays.
export async function open(name: string, reading: string | null, given: string[] = []) {
  S.failure = null;
  const scenario = await send<Scenario>(`scenarios/${encodeURIComponent(name)}`, { reading, changes: given });
  clearTimeout(rest);
  finer++; // what is still under way is of another scenario
  told++;
  [S.scenario, S.given, S.ran, S.waiting] = [scenario, given, null, true];
  S.reading = S.scenario.reading;
  [S.moves, S.values, S.undo, S.redo, S.exact, S.named, S.first, S.field] = [{}, {}, [], [], null, null, null, null];
  [S.status, S.shots] = [new Int8Array(0), new Int8Array(0)];
  forgetCoverage();
  heard.opened();
  S.ground = await get<Ground>(
    `${path()}/ground?resolution_deg=${RESOLUTION}&reading=${encodeURIComponent(S.reading)}`,
  );
  protectedLand.shapes = [...S.ground.land, ...(S.compare?.ground?.land ?? [])].flatMap((l) => shapesOf(l.geometry));
  grid = gridOf(S.ground);
  told++;
  S.status = new Int8Array(S.ground.rows);
  S.shots = new Int8Array(S.ground.cells.column.length);
  heard.opened();
  await fine();
}

function showNamed(into: State | Snapshot, named: Named) {
  into.named = named;
  const row = named.readings.find((one) => one.reading === into.reading);
  if (!row || !into.ground) return;
  into.ground.places.forEach((place, i) => {
    const told = row.places[i];
    if (told) into.status[place.at] = CODES[told.status];
  });
}

function showExact(into: State | Snapshot, exact: Exact) {
  into.exact = exact;
  into.status.set(exact.cells_live.status, 0);
  into.shots.set(exact.cells_live.shots, 0);
  into.field = fieldOf(into.ground === S.ground ? grid! : gridOf(into.ground!), into.status, into.shots);
}

function showQuick(quick: Quick) {
  const cells = S.shots.length;
  quick.at.forEach((row, i) => {
    S.status[row] = quick.status[i];
    if (row < cells) S.shots[row] = quick.status[i] === CODES.defended ? Math.max(1, S.shots[row]) : 0;
  });
  S.field = fieldOf(grid!, S.status, null);
}

// Box round wherever the hand is, or for a slider round the batteries: what must follow at once.
type Spot = { latitude_deg: number; longitude_deg: number };
function box(part: Spot | undefined) {
  if (!part) return null;
  return {
    west: ((part.longitude_deg - 50 + 540) % 360) - 180,
    east: ((part.longitude_deg - 50 + 540) % 360) - 180 + 90,
    south: Math.max(-90, part.latitude_deg - 25),
    north: Math.min(90, part.latitude_deg + 25),
  };
}
let heldBox: ReturnType<typeof box> = null,
  heldKey = '';
function steadyBox() {
  // one box for a whole drag, so that the server keeps its samples
  const key = S.drag?.key ?? '';
  if (!S.drag) {
    const one = S.scenario!.batteries[0];
    [heldKey, heldBox] = ['', S.scenario!.batteries.every((b) => apart(b, one) < 25) ? box(one) : null];
  } else if (heldKey !== key) [heldKey, heldBox] = [key, box(S.moves[key])];
  return heldBox;
}
const apart = (a: Spot, b: Spot) =>
  Math.max(
    Math.abs(a.latitude_deg - b.latitude_deg),
    Math.abs(((a.longitude_deg - b.longitude_deg + 540) % 360) - 180),
  );

async function tell<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    const value = await work();
    S.failure = null;
    S.stale = false;
    return value;
  } catch (error) {
    if (error instanceof Refused) {
      if (error.status !== 409)
        S.failure = [
          error.told.what,
          error.told.where && `where: ${error.told.where}`,
          error.told.got && `got: ${error.told.got}`,
        ]
          .filter(Boolean)
          .join('; ');
    } else S.stale = true;
    return null;
  }
}

// The full answer is asked for when the hand has rested, and what follows the hand has been answered or is late.
function restFor(ms: number, patience = 8) {
  rest = window.setTimeout(() => {
    if (busy && patience) restFor(REST_MS, patience - 1);
    else void fine();
  }, ms);
}

function begin() {
  S.waiting = true;
  heard.waits(); // at once, and not with the next panel: the answer may be there before it
}

// Called for every change of a hand: follows at once, then in full.
export function changed() {
  clearTimeout(rest);
  finer++; // what is still under way in full is of an older state
  begin();
  waits.moved();
  restFor(S.drag ? REST_MS * 3 : REST_MS);
  if (busy) again = true;
  else void follow();
  void cover(heard.soon); // asked second: the area is what the hand waits for
}

async function follow() {
  busy = true;
  do {
    again = false;
    const t = performance.now(),
      moves = waits.asked(),
      before = told;
    const quick = await tell(() =>
      send<Quick>(`${path()}/footprint`, {
        ...asked(),
        quick: true,
        box: steadyBox(),
        resolution_deg: S.ground!.resolution_deg,
        session: SESSION,
        number: ++count,
      }),
    );
    S.roundMs = performance.now() - t;
    if (quick) {
      if (told === before) showQuick(quick); // else it is late: the full answer is there already
      waits.come(moves);
      heard.redraw();
    } else waits.lost(moves);
  } while (again);
  busy = false;
}

// Nothing on the map hangs on what was moved: the picture that is there already shows it.
export function changedApart() {
  begin();
  waits.moved();
  waits.come(waits.asked());
  clearTimeout(rest);
  restFor(REST_MS);
  heard.redraw();
}

export async function fine() {
  const mine = ++finer;
  begin();
  heard.redraw();
  void cover(heard.redraw);
  const body = { ...asked(), session: `${SESSION}n`, number: mine };
  const named = await tell(() => send<Named>(`${path()}/places`, body));
  if (mine !== finer) return;
  if (named) {
    showNamed(S, named);
    heard.redraw();
  }
  const exact = await tell(() =>
    send<Exact>(`${path()}/footprint`, {
      ...asked(),
      resolution_deg: S.ground!.resolution_deg,
      session: `${SESSION}f`,
      number: mine,
    }),
  );
  if (mine !== finer) return;
  if (exact) {
    told++;
    again = false; // of what the hand did last this is the answer
    waits.come(waits.asked());
    showExact(S, exact);
    if (!isChanged()) S.first = { exact, named: S.named };
  }
  S.waiting = false;
  heard.redraw();
}

// What was pinned while its answer was under way is answered for itself: the hand may be elsewhere by then.
export async function inFull(pinned: Snapshot) {
  const { scenario, changes: given, moves } = pinned.side,
    body = { reading: pinned.reading, changes: given, moves, session: `${SESSION}a`, number: ++count },
    of = `scenarios/${encodeURIComponent(scenario)}`;
  const named = await tell(() => send<Named>(`${of}/places`, body));
  if (named) showNamed(pinned, named);
  const exact = await tell(() =>
    send<Exact>(`${of}/footprint`, { ...body, number: ++count, resolution_deg: pinned.ground!.resolution_deg }),
  );
  if (exact) showExact(pinned, exact);
  heard.redraw();
}
