// One plain value: a field to type in or a list to choose from. What is typed stays as it is typed, however wrong.
import { h } from '../dom';
import type { Choice, Field, Lists } from './types';

const REST = 350; // ms
let last = 0;
export const fresh = (stem: string) => `${stem}-${++last}`;

export interface Input {
  node: HTMLInputElement | HTMLSelectElement;
  extra?: HTMLElement;
  update(field: Field, lists: Lists, closed: Set<string>): void;
}
type Sent = (typed: string) => void;

export const choicesOf = (field: Field, lists: Lists): Choice[] =>
  typeof field.choices === 'string'
    ? (lists[field.choices] ?? [])
    : (field.choices ?? []).map((value) => ({ value, words: '' }));

// Whether nothing but the listed words may stand there.
export const isClosed = (field: Field, closed: Set<string>) =>
  field.kind === 'value' &&
  (typeof field.choices === 'string' ? closed.has(field.choices) : (field.choices ?? []).length > 0);

const FLAGS: Record<string, string> = { true: 'yes', false: 'no' };
export const named = (one: Choice) =>
  FLAGS[one.value] ?? (one.words && one.words !== one.value ? `${one.words} (${one.value})` : one.value);

export const ofBounds = (bounds: (number | null)[] = []) => {
  const [least, above, most, below] = [0, 1, 2, 3].map((k) => bounds[k] ?? null),
    low = least ?? above,
    high = most ?? below;
  if (low !== null && high !== null)
    return `${above !== null && least === null ? 'above ' : ''}${low} to ${below !== null && most === null ? 'below ' : ''}${high}`;
  if (low !== null) return least !== null ? `at least ${low}` : `above ${low}`;
  return high !== null ? (most !== null ? `at most ${high}` : `below ${high}`) : '';
};

export const unsetWords = (field: Field) =>
  field.default !== undefined ? `${FLAGS[field.default] ?? field.default}, by default` : 'not set';

export function makeInput(field: Field, lists: Lists, closed: Set<string>, id: string, sent: Sent): Input {
  return isClosed(field, closed) ? makeSelect(id, sent) : makeTyped(field, lists, id, sent);
}

function makeSelect(id: string, sent: Sent): Input {
  const node = h('select', { id, onchange: () => sent(node.value) });
  let told = '';
  return {
    node,
    update(field, lists) {
      const rows = choicesOf(field, lists),
        value = field.text ?? '',
        sign = JSON.stringify([field.choices, rows.length, value, field.needed, field.default]);
      if (sign === told) {
        node.value = value;
        return;
      }
      told = sign;
      const shown = rows.map((one) => h('option', { value: one.value }, named(one)));
      if (!rows.some((one) => one.value === value))
        shown.unshift(
          h('option', { value }, value === '' ? (field.needed ? '' : unsetWords(field)) : `${value}, not listed`),
        );
      if (value !== '' && !field.needed) shown.unshift(h('option', { value: '' }, unsetWords(field)));
      node.replaceChildren(...shown);
      node.value = value;
    },
  };
}

const HOLD: Record<string, string> = { day: '2008-04-05', moment: '2008-04-05T00:00:00Z' };

function makeTyped(field: Field, lists: Lists, id: string, sent: Sent): Input {
  const takes = field.takes ?? [],
    isNumber = takes.includes('number') || takes.includes('whole'),
    listId = typeof field.choices === 'string' ? `${id}-list` : '',
    node = h('input', {
      id,
      type: 'text',
      inputmode: isNumber ? 'decimal' : null,
      class: isNumber ? 'n' : null,
      list: listId || null,
      autocomplete: 'off',
      spellcheck: 'false',
    });
  let later: number | undefined,
    known = field.text ?? '';
  const commit = () => {
    clearTimeout(later);
    if (node.value !== known) {
      known = node.value;
      sent(node.value);
    }
  };
  // the name of a part is followed by the readings: it is told when it is whole
  const whole = field.path.at(-1) === 'key';
  node.addEventListener('input', () => {
    clearTimeout(later);
    if (!whole) later = window.setTimeout(commit, REST);
  });
  node.addEventListener('change', commit);
  return {
    node,
    extra: listId ? suggestions(listId, choicesOf(field, lists)) : undefined,
    update(now) {
      const more = document.activeElement === node && node.value !== known; // typed since it was told
      known = now.text ?? '';
      if (!more && node.value !== known) node.value = known;
      node.placeholder = now.given ? '' : (now.default ?? HOLD[takes[0]] ?? '');
      node.title = ofBounds(now.bounds);
    },
  };
}

export const suggestions = (id: string, rows: Choice[]) =>
  h(
    'datalist',
    { id },
    rows.map((one) => h('option', { value: one.value, label: one.words || null })),
  );
