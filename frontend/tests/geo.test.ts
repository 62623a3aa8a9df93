// Geometry against published worked examples, not against itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { along, distance, ecef, geodetic, MEAN_RADIUS_KM, offset, RAD, underRim, wrap, type LonLat } from '../src/geo';
import { near } from './near';

const dms = (d: number, m: number, s = 0) => d + m / 60 + s / 3600;
// Great-circle examples of E. Williams' Aviation Formulary: Los Angeles and New York, given to a minute of arc and 1e-6 rad.
const LAX: LonLat = [-dms(118, 24), dms(33, 57)],
  JFK: LonLat = [-dms(73, 47), dms(40, 38)];
const MINUTE = 1 / 60;

test('a place on the ellipsoid has the coordinates of the EPSG guidance note 7-2', () => {
  const [x, y, z] = ecef(dms(2, 7, 46.38), dms(53, 48, 33.82), 0.073);
  const MILLIMETRE = 1e-6; // km; the note prints millimetres
  near(x, 3771.793968, MILLIMETRE);
  near(y, 140.253342, MILLIMETRE);
  near(z, 5124.304349, MILLIMETRE);
});

test('the ellipsoid has its two radii at the equator and at the poles', () => {
  assert.deepEqual(ecef(0, 0), [6378.137, 0, 0]);
  near(ecef(77, 90)[2], 6356.752314245, 1e-9);
  near(ecef(0, -90, 10)[2], -6366.752314245, 1e-9);
});

test('going there and back gives the place again, at the poles and at the date line too', () => {
  for (const [lon, lat, h] of [
    [21.27, 54.28, 0],
    [180, 0, 1200],
    [-179.9, -66, 0.3],
    [0, 89.999, 634],
    [-74, -45, 3999],
    [12, 0, 100],
  ]) {
    const [lon2, lat2, h2] = geodetic(ecef(lon, lat, h));
    near(wrap(lon2 - lon), 0, 1e-9, 'longitude');
    near(lat2, lat, 4e-7, 'latitude'); // 4 cm on the ground
    near(h2, h, 1e-4, 'height'); // 10 cm
  }
  near(geodetic([0, 0, 6456.752314245])[2], 100, 1e-6);
});

test('from Los Angeles to New York is the published arc', () => {
  near(distance(LAX, JFK) / MEAN_RADIUS_KM, 0.623585, 1e-6);
  assert.equal(distance(LAX, LAX), 0);
  near(distance([0, 0], [180, 0]) / MEAN_RADIUS_KM, Math.PI, 1e-9);
  near(distance([179.5, 0], [-179.5, 0]) / MEAN_RADIUS_KM, RAD, 1e-9); // over the date line, not round the Earth
});

test('two fifths of the way is the published point', () => {
  const [lon, lat] = along(LAX, JFK, 0.4);
  near(lat, dms(38, 40.167), MINUTE / 100);
  near(lon, -dms(101, 37.57), MINUTE / 100);
  assert.deepEqual(along(LAX, LAX, 0.5), LAX);
  near(distance(along(LAX, JFK, 1), JFK), 0, 1e-3);
});

test('100 nautical miles on a course of 66 degrees end at the published point', () => {
  const [lon, lat] = offset(LAX, 66, 100 * MINUTE * RAD * MEAN_RADIUS_KM);
  near(lat, dms(34, 37), MINUTE);
  near(lon, -dms(116, 33), MINUTE);
});

test('from a pole every way goes along its meridian, and a ring round it comes round', () => {
  const quarter = (Math.PI / 2) * MEAN_RADIUS_KM;
  for (const azimuth of [0, 37, 90, 150, 215, 300]) {
    const [lon, lat] = offset([20, -90], azimuth, quarter / 3);
    near(lat, -60, 1e-9);
    near(wrap(lon - 20 - azimuth), 0, 1e-9);
    const [east, north] = offset([20, 90], azimuth, quarter / 3);
    near(north, 60, 1e-9);
    near(wrap(east - 20 - 180 + azimuth), 0, 1e-9); // from the north pole clockwise is westward
  }
  const over = offset([-70, 80], 0, (2 * quarter) / 9); // 20 degrees straight north
  near(wrap(over[0] - 110), 0, 1e-9);
  near(over[1], 80, 1e-9);
});

test('a longitude lies between -180 and 180', () => {
  for (const [lon, wanted] of [
    [0, 0],
    [190, -170],
    [-190, 170],
    [540, -180],
    [180, -180],
    [-180, -180],
    [359, -1],
  ])
    near(wrap(lon), wanted, 1e-9, String(lon));
});

test('the rim of a beam lies under its end: zero straight up, the arc of the tangent along the horizon', () => {
  near(underRim(1000, 90), 0, 1e-3);
  for (const slant of [100, 1000, 4000])
    near(underRim(slant, 0), MEAN_RADIUS_KM * Math.atan(slant / MEAN_RADIUS_KM), 1e-6);
  assert.ok(underRim(2000, 10) < underRim(2000, 3));
});
