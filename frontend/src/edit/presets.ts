// What the catalog says of a preset that is chosen: each value with its range, status, source and date.
import { get } from '../api';
import { h } from '../dom';
import { fault, said } from '../sheet';
import type { CatalogValue } from '../types';
import type { Field } from './types';

const KINDS = ['missiles', 'interceptors', 'radars', 'satellites', 'sites'];
const shown = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(shown).join(', ')
    : typeof value === 'number'
      ? String(+value.toPrecision(6))
      : String(value);

export function presetValues(field: Field) {
  if (typeof field.choices !== 'string' || !KINDS.includes(field.choices) || field.kind !== 'value') return null;
  const kind = field.choices,
    table = h('div', { class: 'preset', hidden: true }),
    button = h('button', { type: 'button', class: 'link', 'aria-expanded': 'false', 'data-role': 'values' }, 'Values');
  let key = field.text ?? '',
    read = '';
  const open = async () => {
    table.hidden = !table.hidden;
    button.setAttribute('aria-expanded', String(!table.hidden));
    if (table.hidden || read === key) return;
    read = key;
    try {
      const found = await get<{ values: CatalogValue[] }>(
        `catalog/${kind}/${encodeURIComponent(key).replace('%40', '@')}`,
      );
      table.replaceChildren(tableOf(found.values));
    } catch (error) {
      table.replaceChildren(fault(said(error)));
    }
  };
  button.addEventListener('click', () => void open());
  return {
    button,
    table,
    update(now: Field) {
      key = now.text ?? '';
      button.hidden = !key;
      if (!table.hidden && read !== key) {
        table.hidden = true;
        void open();
      }
    },
  };
}

const tableOf = (rows: CatalogValue[]) =>
  h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ['Value', '', 'Range', 'Status', 'Source'].map((one) => h('th', {}, one)),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((row) =>
        h(
          'tr',
          {},
          h('td', {}, row.name),
          h('td', { class: 'r' }, `${shown(row.value)} ${row.unit}`),
          h('td', {}, row.low === null && row.high === null ? '' : `${row.low ?? '?'}–${row.high ?? '?'}`),
          h('td', { class: row.status }, row.status),
          h('td', {}, `${row.source} (${row.date})`),
        ),
      ),
    ),
  );
