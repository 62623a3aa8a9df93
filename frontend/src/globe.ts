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
import { globeView } from './sphere';
import { readTheme, type Theme } from './theme';
import { keeper, type Map, type View } from './view';

export interface Globe extends Map {
  scene: CesiumWidget['scene'];
}

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
  const product = new Matrix4(),
    kept = keeper();

  function view(): View {
    Matrix4.multiply(camera.frustum.projectionMatrix, camera.viewMatrix, product);
    const m = Matrix4.toArray(product),
      { x, y, z } = camera.positionWC,
      [w, h] = [el.clientWidth, el.clientHeight];
    return kept([w, h, x, y, z, ...m], () => globeView(w, h, m, [x / 1000, y / 1000, z / 1000]));
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
    at() {
      const p = camera.pickEllipsoid(new Cartesian2(el.clientWidth / 2, el.clientHeight / 2));
      if (!p) return null;
      const g = Ellipsoid.WGS84.cartesianToCartographic(p);
      return [CM.toDegrees(g.longitude), CM.toDegrees(g.latitude), Cartesian3.distance(p, camera.positionWC) / 1000];
    },
    look(lon, lat, km) {
      look(lon, lat, km, -90);
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
