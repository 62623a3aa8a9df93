// What a hover, a focus or a tap says of a site: value, status, source. Docked at the lower left of the map.
import { $, h } from './dom';
import { facesOf, isShifted, isTurned, parts, placeOf, S, sectorOf, turnable } from './state';
import type { CatalogValue } from './types';
import { degrees, km, number, title, withUnit } from './words';

const plain = (v: number) => (Math.abs(v) < 1000 ? String(v) : number(v, v % 1 ? 1 : 0));
const value = (v: unknown): string =>
  Array.isArray(v)
    ? v.map(value).join(', ')
    : typeof v === 'number'
      ? plain(+v.toPrecision(6))
      : typeof v === 'boolean'
        ? v
          ? 'yes'
          : 'no'
        : String(v);
const row = (name: string, told: string, status: string, source: string) =>
  h(
    'tr',
    {},
    h('td', {}, name),
    h('td', { class: 'r' }, told),
    h('td', {}, h('span', { class: `st ${status}` }, status)),
    h('td', { class: 'dim' }, source),
  );
const catalogRow = (v: CatalogValue) => {
  const span = v.low !== null || v.high !== null ? ` (${v.low ?? '?'}–${v.high ?? '?'})` : '';
  return row(
    title(v.name.replace(/_(s|kg|km|deg|m2|m|w|hz|km_s|db)$/, '')),
    (v.unit === 'deg' ? `${value(v.value)}°` : withUnit(value(v.value), v.unit === '1' ? '' : v.unit)) + span,
    v.status,
    v.source.split(/[,;]/)[0],
  );
};

const ALOFT = ['orbit', 'apogee_km', 'looks', 'look_s', 'cloud_break_km']; // what a run uses of a satellite

// Whether the card at the lower left would hide what it explains.
function isUnder(key: string) {
  const pin = document.querySelector(`.pin[data-key="${CSS.escape(key)}"]:not([hidden])`)?.getBoundingClientRect(),
    map = $('ink').getBoundingClientRect();
  return !!pin && pin.left < map.left + map.width / 2 && pin.top > map.top + 0.4 * map.height;
}
export function showCard(key: string | null) {
  const card = $('card'),
    part = parts().find((one) => one.key === key),
    threat = S.scenario?.threats.find((one) => one.key === key);
  card.hidden = (!part && !threat) || !!S.drag;
  if (card.hidden) return;
  card.classList.toggle('aside', isUnder(key!));
  const rows: Node[] = [];
  if (part) {
    const [lon, lat] = placeOf(part);
    rows.push(row('Place', degrees(lat, lon), isShifted(part) ? 'moved' : 'given', 'scenario'));
    const told = S.coverage?.radars.find((one) => one.key === key),
      reach = told?.reach_km ?? part.reach_km,
      rcs = told ? told.rcs_m2 : part.rcs_m2;
    if (reach)
      rows.push(
        row(
          'Reach',
          km(Math.round(reach)) + (rcs ? ` at ${+rcs.toPrecision(2)} m²` : ''),
          'derived',
          told?.limited_by === 'instrumented-range' ? 'what it can display' : 'radar equation',
        ),
      );
    if (turnable(part))
      rows.push(
        row(
          'Looks to',
          `${facesOf(part)
            .map((face) => number(Math.round(((face.from_deg + face.to_deg) / 2 + 720) % 360)))
            .join('°, ')}°, ${number(sectorOf(part))}° wide`,
          isTurned(key!) ? 'moved' : 'given',
          'catalog or scenario',
        ),
      );
    if (part.view_km) rows.push(row('In view', `${km(part.view_km)} round it on the ground`, 'derived', 'a sphere'));
    if (part.speed_km_s)
      rows.push(
        row(
          'Speed',
          `${part.speed_km_s.toFixed(2)}\u202fkm/s, ${part.flown ? 'flown with its boost' : 'impulsive with a lag'}`,
          'given',
          part.preset,
        ),
      );
  }
  const stated = (part ?? threat)!.values,
    values = part?.kind === 'satellite' ? ALOFT.flatMap((name) => stated.filter((v) => v.name === name)) : stated;
  rows.push(...values.slice(0, 5).map(catalogRow));
  card.replaceChildren(
    h('b', {}, key!),
    ' ',
    h(
      'span',
      { class: 'dim' },
      part
        ? `${part.preset}, of ${part.owner} in ${part.host}`
        : `${threat!.count} × ${threat!.missile}, ${threat!.shape}, stated, notional`,
    ),
    h('table', {}, h('tbody', {}, rows)),
    stated.length > 5
      ? h(
          'div',
          { class: 'dim' },
          `and ${stated.length - Math.min(5, values.length)} more, with notes: midcourse catalog`,
        )
      : '',
  );
}
