// The globe: base map and camera only. Nothing thematic lives in WebGL, so playing a raid never redraws the scene.
import '@cesium/engine/Source/Widget/CesiumWidget.css';
import {
  Cartesian2,
  Cartesian3,
  CesiumWidget,
  Color,
  Ellipsoid,
  HeadingPitchRange,
  ImageryLayer,
  Ion,
  Math as CM,
  Matrix4,
} from '@cesium/engine';
import { Drawn } from './basemap';
import { AXES_KM, ecef, type Vec } from './geo';
import { readTheme, type Theme } from './theme';
import type { Map, View } from './view';

export interface Globe extends Map {
  scene: CesiumWidget['scene'];
}
const [A, , B] = AXES_KM;

export function makeGlobe(el: HTMLElement, lite: boolean, homeAt: () => [number, number, number, number]): Globe {
  Ion.defaultAccessToken = undefined as unknown as string;
  const layer = (theme: Theme) => new ImageryLayer(new Drawn(theme, 512) as never);
  const widget = new CesiumWidget(el, {
    baseLayer: layer(readTheme()),
    skyBox: false,
    skyAtmosphere: false,
    requestRenderMode: true,
    maximumRenderTimeChange: Infinity,
    msaaSamples: 1,
    orderIndependentTranslucency: false,
    creditContainer: document.createElement('div'),
    useBrowserRecommendedResolution: false,
  });
  const { scene, camera } = widget;
  widget.resolutionScale = Math.min(devicePixelRatio, lite ? 1 : 2);
  for (const body of [scene.sun, scene.moon]) if (body) body.show = false;
  scene.fog.enabled = false;
  scene.globe.showGroundAtmosphere = false;
  scene.globe.enableLighting = false;
  scene.highDynamicRange = false;
  scene.postProcessStages.fxaa.enabled = false;
  scene.globe.maximumScreenSpaceError = lite ? 2 : 1.1;
  scene.globe.tileCacheSize = 200;
  const hand = scene.screenSpaceCameraController;
  hand.minimumZoomDistance = 3e5;
  hand.maximumZoomDistance = 1.6e8; // far enough for geostationary orbit
  hand.inertiaSpin = 0.7;
  const tone = (theme: Theme) => {
    scene.backgroundColor = Color.fromCssColorString(theme.space);
    scene.globe.baseColor = Color.fromCssColorString(theme.sea);
  };
  tone(readTheme());
  const look = (lon: number, lat: number, range: number, pitch: number) => {
    camera.lookAt(Cartesian3.fromDegrees(lon, lat), new HeadingPitchRange(0, CM.toRadians(pitch), range * 1000));
    camera.lookAtTransform(Matrix4.IDENTITY);
    scene.requestRender();
  };
  const product = new Matrix4();

  function view(): View {
    const w = el.clientWidth,
      h = el.clientHeight;
    Matrix4.multiply(camera.frustum.projectionMatrix, camera.viewMatrix, product);
    const m = product as unknown as number[],
      eye = camera.positionWC;
    const c: Vec = [eye.x / A / 1000, eye.y / A / 1000, eye.z / B / 1000],
      vh = c[0] ** 2 + c[1] ** 2 + c[2] ** 2 - 1,
      n = Math.sqrt(vh + 1);
    const toScreen = (p: Vec): [number, number, boolean] => {
      const [x, y, z] = [p[0] * 1000, p[1] * 1000, p[2] * 1000],
        q = m[3] * x + m[7] * y + m[11] * z + m[15];
      return [
        ((1 + (m[0] * x + m[4] * y + m[8] * z + m[12]) / q) * w) / 2,
        ((1 - (m[1] * x + m[5] * y + m[9] * z + m[13]) / q) * h) / 2,
        q > 0,
      ];
    };
    const hidden = (p: Vec) => {
      // behind the limb of the ellipsoid, seen from the eye, in scaled space
      const x = p[0] / A - c[0],
        y = p[1] / A - c[1],
        z = p[2] / B - c[2],
        d = -(x * c[0] + y * c[1] + z * c[2]);
      return d > vh && (d * d) / (x * x + y * y + z * z) > vh;
    };
    const a: Vec = [c[0] / n, c[1] / n, c[2] / n],
      r = Math.sqrt(1 - 1 / (n * n));
    const point = (lon: number, lat: number, km = 0): [number, number, boolean] => {
      const p = ecef(lon, lat, km),
        q = toScreen(p);
      q[2] = q[2] && !hidden(p);
      return q;
    };
    const clamped = (lon: number, lat: number): [number, number] => {
      let p = ecef(lon, lat);
      if (hidden(p)) {
        const u: Vec = [p[0] / A, p[1] / A, p[2] / B],
          s = u[0] * a[0] + u[1] * a[1] + u[2] * a[2],
          v = u.map((x, i) => x - s * a[i]),
          l = Math.hypot(...v) || 1;
        p = [0, 1, 2].map((i) => (a[i] / n + (v[i] / l) * r) * (i < 2 ? A : B)) as Vec;
      }
      const q = toScreen(p);
      return [q[0], q[1]];
    };
    const e = Math.hypot(a[0], a[1]) || 1,
      u: Vec = [-a[1] / e, a[0] / e, 0];
    const v: Vec = [a[1] * u[2] - a[2] * u[1], a[2] * u[0] - a[0] * u[2], a[0] * u[1] - a[1] * u[0]];
    const limb = Array.from({ length: 180 }, (_, i): [number, number] => {
      const f = (i / 90) * Math.PI,
        q = toScreen(
          [0, 1, 2].map((j) => (a[j] / n + r * (Math.cos(f) * u[j] + Math.sin(f) * v[j])) * (j < 2 ? A : B)) as Vec,
        );
      return [q[0], q[1]];
    });
    return { w, h, flat: false, point, clamped, limb };
  }

  return {
    scene,
    view,
    pick(x, y) {
      const p = camera.pickEllipsoid(new Cartesian2(x, y));
      if (!p) return null;
      const g = Ellipsoid.WGS84.cartesianToCartographic(p);
      return [CM.toDegrees(g.longitude), CM.toDegrees(g.latitude)];
    },
    home() {
      look(...homeAt());
    },
    fly(lon, lat) {
      look(lon, lat, Math.min(4000, camera.positionCartographic.height / 1000), -75);
    },
    hold(on) {
      hand.enableInputs = !on;
    },
    zoom(f) {
      if (f > 0) camera.zoomIn(camera.positionCartographic.height * f);
      else camera.zoomOut(camera.positionCartographic.height * -f);
      scene.requestRender();
    },
    theme() {
      const theme = readTheme();
      tone(theme);
      scene.imageryLayers.removeAll();
      scene.imageryLayers.add(layer(theme));
      scene.requestRender();
    },
    settled: () => scene.globe.tilesLoaded,
  };
}
