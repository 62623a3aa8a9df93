// The stage: globe or flat map, its theme, and the ink on it. What must be drawn again is marked in `due`.
import { air } from './air';
import { dressA, asA, isSplit, placeA } from './split';
import { $, h, note, put } from './dom';
import { makeFlat, type Flat } from './flat';
import { distance } from './geo';
import { makeGlobe, type Globe } from './globe';
import { ground, type Drawn } from './ground';
import { placeHandles } from './handles';
import type { Label } from './ink';
import { dressPins, placePins } from './pins';
import { parts, placeOf, S } from './state';
import { readTheme } from './theme';
import { number } from './words';

const query = new URLSearchParams(location.search),
  root = document.documentElement;
const narrow = () => innerWidth < 720;
root.dataset.theme = query.get('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
let theme = readTheme(),
  globe: Globe | null = null,
  flat: Flat | null = null,
  low: Drawn = { boxes: [], told: [] },
  lowA: Drawn = low,
  told: Label[] = [];
export const due = { ground: true, air: true, panels: true, soon: false };
export const map = () => (S.flat || !globe ? flat! : globe);
const dpr = () => (S.lite ? 1 : Math.min(2, devicePixelRatio));
export const isUp = () => (globe ?? flat) !== null;
export const isCalm = () => S.flat || !globe || globe.settled();
export function redraw() {
  due.ground = due.panels = true;
}
// What a hand moved: its symbol follows at once, the ink in one picture with the answer, or when that is late.
const LATE = 250; // ms
let drawnAt = 0;
export const drawnOn = { w: 0 }; // how wide the map was when it was drawn, px
export function soon() {
  due.soon = true;
}
export function hurry(now: number, awaited: boolean) {
  if (!due.soon) return;
  if (!awaited || now - drawnAt > LATE) {
    due.soon = false;
    redraw();
  } else if (!due.ground) marks();
}
function marks(view = map().view()) {
  placePins(map());
  placeHandles(view);
}
export function drawBase() {
  globe?.theme();
  flat?.draw(dpr());
}
export const drawFlat = () => flat?.draw(dpr());
export const nudge = () => globe?.scene.requestRender();

// The camera looks at what is protected and where the sites stand: the middle of both.
function homeAt(): [number, number, number, number] {
  const at = [...parts(), ...(S.compare ? [...S.compare.scenario.batteries, ...S.compare.scenario.sensors] : [])]
    .filter((part) => part.kind !== 'satellite')
    .map(placeOf);
  for (const threat of S.scenario?.threats ?? [])
    at.push([threat.launches[0].longitude_deg, threat.launches[0].latitude_deg]);
  if (!at.length) return [15, 48, 9000, -80];
  const rad = Math.PI / 180,
    sum = at.reduce(
      (p, [lon, lat]) => [
        p[0] + Math.cos(lat * rad) * Math.cos(lon * rad),
        p[1] + Math.cos(lat * rad) * Math.sin(lon * rad),
        p[2] + Math.sin(lat * rad),
      ],
      [0, 0, 0],
    );
  const lon = Math.atan2(sum[1], sum[0]) / rad,
    lat = Math.atan2(sum[2], Math.hypot(sum[0], sum[1])) / rad;
  const far = Math.max(...at.map((p) => distance(p, [lon, lat])));
  return [lon, lat, Math.max(2500, Math.min(12500, far * 2 + 900)) * (narrow() ? 1.5 : 1), narrow() ? -80 : -66];
}
export const home = () => {
  map().home();
  if (S.flat) drawFlat();
  due.ground = true;
};
export const zoom = (f: number) => {
  map().zoom(f);
  if (S.flat) drawFlat();
  due.ground = true;
};
export function fly(lon: number, lat: number) {
  map().fly(lon, lat);
  if (S.flat) drawFlat();
  due.ground = true;
}

function inkOf(id: string, w: number, height: number, scale: number) {
  const canvas = $(id) as HTMLCanvasElement;
  if (canvas.width !== Math.round(w * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(w * scale);
    canvas.height = Math.round(height * scale);
  }
  return canvas.getContext('2d', { willReadFrequently: S.soft })!;
}
// Where nothing flies there is no upper layer: each one is put together anew for every frame.
function flown(id: string, view: ReturnType<Globe['view']>, scale: number, below: Drawn): Label[] {
  $(id).hidden = !S.play;
  return S.play ? air(inkOf(id, view.w, view.h, scale), view, S, theme, scale, below) : [];
}
export function frame(all: boolean) {
  const view = map().view(),
    scale = dpr(),
    t = performance.now();
  if (all) low = ground(inkOf('ink', view.w, view.h, scale), view, S, theme, scale);
  told = flown('air', view, scale, low);
  if (isSplit())
    asA(() => {
      if (all) lowA = ground(inkOf('inkA', view.w, view.h, scale), view, S, theme, scale);
      flown('airA', view, scale, lowA);
    });
  S.paintMs = Math.round((performance.now() - t) * 10) / 10;
  S.frames++;
  if (!all) return;
  [drawnAt, drawnOn.w] = [t, view.w];
  due.soon = false;
  marks(view);
  placeA(view);
  scaleBar(view.w, view.h);
}
function scaleBar(w: number, height: number) {
  const a = map().pick(w / 2 - 50, height * 0.8),
    b = map().pick(w / 2 + 50, height * 0.8);
  $('scalebar').hidden = !(a && b);
  if (!a || !b) return;
  const far = distance(a, b),
    round = [20, 50, 100, 200, 500, 1000, 2000].find((x) => x > far * 0.55) ?? 5000;
  put('scalebar', h('i', { style: `width:${((round / far) * 100).toFixed(0)}px` }), `${number(round)} km here`);
}

export function chase() {
  // keep the followed flight in sight
  const flight = S.play!.flights.find((f) => f.id === S.follow);
  if (!flight) return;
  const p = flight.path.find((q) => q[0] >= S.t) ?? flight.path[flight.path.length - 1],
    q = map().view().point(p[1], p[2], p[3]),
    view = map().view();
  if (!q[2] || q[0] < 60 || q[1] < 60 || q[0] > view.w - 60 || q[1] > view.h - 60) map().fly(p[1], p[2]);
}

export function setTheme(name: string) {
  root.dataset.theme = name;
  theme = readTheme();
  $('b-theme').textContent = name === 'dark' ? 'Light' : 'Dark';
  dressPins();
  dressA();
  drawBase();
  due.ground = true;
}
// What is written on the map and where, for tests: nothing of the page uses it.
export const written = () => ({
  limb: map().view().limb,
  ground: low.told,
  air: told,
  left: isSplit() ? lowA.told : [],
});

// Longitude, latitude and distance from which the whole map looks straight down.
export function look(lon: number, lat: number, km: number) {
  map().look(lon, lat, km);
  if (S.flat) drawFlat();
  due.ground = true;
}
let left = ''; // where the flat map looked when it took over from the globe
export function setFlat(on: boolean) {
  S.flat = on;
  $('flat').hidden = !on;
  $('globe').style.visibility = on ? 'hidden' : '';
  $('v-flat').setAttribute('aria-pressed', String(on));
  $('v-globe').setAttribute('aria-pressed', String(!on));
  document.getElementById('z-flat')?.setAttribute('aria-pressed', String(on));
  if (on) {
    flat ??= makeFlat($('flat') as HTMLCanvasElement, () => {
      const [lon, lat] = homeAt();
      return [lon, lat];
    });
    const here = globe?.at(); // both show the same place, about as wide
    if (here) flat.look(...here);
    left = String(flat.at());
    drawFlat();
  } else if (globe && flat && String(flat.at()) !== left) globe.look(...flat.at()!); // else it is still as it was, tilt and all
  redraw();
}
export function panFlat() {
  const canvas = $('flat');
  canvas.onpointerdown = (e) => {
    canvas.setPointerCapture(e.pointerId);
    let [x, y] = [e.clientX, e.clientY];
    canvas.onpointermove = (m) => {
      flat!.pan(m.clientX - x, m.clientY - y);
      [x, y] = [m.clientX, m.clientY];
      drawFlat();
      due.ground = true;
    };
    canvas.onpointerup = () => {
      canvas.onpointermove = null;
    };
  };
  canvas.onwheel = (e) => {
    e.preventDefault();
    zoom(e.deltaY < 0 ? 0.25 : -0.25);
  };
}

export function startMap() {
  const wanted = query.get('view') === 'flat';
  const gl = document.createElement('canvas').getContext('webgl2'),
    info = gl?.getExtension('WEBGL_debug_renderer_info');
  S.soft = /swiftshader|llvmpipe|software/i.test(
    info && gl ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : '',
  );
  S.lite = query.get('lite') === '1' || (S.soft && query.get('lite') !== '0');
  try {
    if (wanted || !gl) throw new Error('flat');
    globe = makeGlobe($('globe'), S.lite, homeAt);
    globe.scene.postRender.addEventListener(() => {
      due.ground = true;
    });
    globe.home();
  } catch {
    setFlat(true);
    if (!wanted) {
      ($('v-globe') as HTMLButtonElement).disabled = true;
      $('z-flat').remove();
      note('Flat map', 'This browser has no WebGL. Everything else works the same.');
    }
  }
  if (S.lite && !query.has('lite') && globe) note('Low graphics is on', 'software rendering.');
}
