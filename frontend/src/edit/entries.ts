// Adding, copying and removing entries; values of a list as a row of small tags.
import { h } from '../dom';
import type { Row } from './beside';
import { idOf } from './faults';
import type { Around } from './form';
import { fresh, named, suggestions } from './inputs';
import type { Choice, Field, Key, Lists } from './types';

// Presets that an entry of a section is made of: the lists of the keys that name one.
const MADE_FROM: Record<string, string[]> = {
  threats: ['missiles'],
  sensors: ['radars', 'satellites'],
  batteries: ['interceptors'],
};
const labelOf = (lists: Lists, list: string, value: string) => {
  const found = lists[list]?.find((one) => one.value === value);
  return found?.words && found.words !== value ? found.words : '';
};

export function adder(field: Field, around: Around): HTMLElement {
  if (field.kind === 'list' && field.path.length === 1) return ofPreset(field, around);
  if (field.kind === 'list')
    return h(
      'p',
      { class: 'add' },
      button('Add', `Add to ${field.words}`, () => around.step('add', field.path)),
    );
  return byName(field, around);
}
const button = (words: string, label: string, onclick: () => void) =>
  h('button', { type: 'button', class: 'small', 'aria-label': label, 'data-role': words, onclick }, words);

function ofPreset(field: Field, around: Around) {
  const section = String(field.path[0]),
    kinds = MADE_FROM[section] ?? [],
    option = (one: Choice) => h('option', { value: one.value }, named(one));
  const select = h(
    'select',
    { 'aria-label': `New entry of ${field.words}`, 'data-role': 'preset' },
    h('option', { value: '' }, 'from the catalog'),
    kinds
      .map((kind) =>
        kinds.length > 1
          ? h('optgroup', { label: kind }, (around.lists[kind] ?? []).map(option))
          : (around.lists[kind] ?? []).map(option),
      )
      .flat(),
  );
  return h(
    'p',
    { class: 'add' },
    select,
    button('Add', `Add to ${field.words}`, () => {
      if (select.value === '') return select.focus();
      around.open.set(idOf([...field.path, (field.inside ?? []).length]), true);
      around.step('add', field.path, select.value);
    }),
  );
}

// A value of a list or the name of a new key, typed or chosen.
function byName(field: Field, around: Around) {
  const list = field.kind === 'changes' ? 'paths' : choiceList(field),
    id = fresh('list'),
    what = { items: 'value', map: 'name', changes: 'path of what changes' }[field.kind as string] ?? 'value';
  const input = h('input', {
      type: 'text',
      'aria-label': `New ${what} of ${field.words}`,
      'data-role': 'new',
      placeholder: what,
      list: list ? id : null,
      autocomplete: 'off',
    }),
    add = () => {
      const typed = input.value.trim();
      if (!typed) return input.focus();
      around.open.set(idOf([...field.path, typed]), true);
      around.step('add', field.path, typed);
      input.value = '';
    };
  input.addEventListener('keydown', (e) => {
    if (e.key === 'Enter') {
      e.preventDefault();
      add();
    }
  });
  return h(
    'span',
    { class: 'add' },
    input,
    list ? suggestions(id, around.lists[list] ?? []) : null,
    button('Add', `Add to ${field.words}`, add),
  );
}
const choiceList = (field: Field) => (typeof field.choices === 'string' ? field.choices : '');

export function entryBar(field: Field, around: Around, above: Row | null) {
  const last = field.path.at(-1) as Key,
    holder = field.path.slice(0, -1),
    isNumber = typeof last === 'number';
  return h(
    'p',
    { class: 'add' },
    isNumber
      ? button('Copy', `Copy ${field.words}`, () => around.step('add', holder, '', last))
      : button('Copy', `Copy ${field.words}`, () => around.step('add', holder, `${last}-2`, last)),
    isNumber && last > 0
      ? button('Up', `${field.words} before the one above`, () => {
          const open = around.open.get(idOf(field.path)),
            above = idOf([...holder, last - 1]);
          around.open.set(idOf(field.path), around.open.get(above) ?? false);
          around.open.set(above, open ?? false);
          around.step('raise', field.path);
        })
      : null,
    button('Remove', `Remove ${field.words}`, () => {
      around.open.delete(idOf(field.path));
      around.step('remove', field.path);
    }),
    above && !field.note
      ? button('Comment', `Comment above ${field.words}`, () => {
          above.node.hidden = false;
          above.node.querySelector('textarea')?.focus();
        })
      : null,
  );
}

export function chips(field: Field, around: Around) {
  const node = h('span', { class: 'chips' });
  return {
    node,
    update(now: Field) {
      node.replaceChildren(
        ...(now.inside ?? []).map((one) => {
          const words = labelOf(around.lists, typeof one.choices === 'string' ? one.choices : '', one.text ?? '');
          return h(
            'span',
            { class: around.placed.at.has(idOf(one.path)) ? 'chip bad' : 'chip', title: words || null },
            one.text ?? '',
            h(
              'button',
              { type: 'button', 'aria-label': `Remove ${one.text}`, onclick: () => around.step('remove', one.path) },
              '×',
            ),
          );
        }),
        ...(now.left_out ? [h('span', { class: 'dim' }, `and ${now.left_out} more`)] : []),
      );
    },
  };
}
