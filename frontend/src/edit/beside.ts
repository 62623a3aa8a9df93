// What stands at a field beside its value: problems, comments of the file, the choice between its forms.
import { h } from '../dom';
import { idOf } from './faults';
import { told, type Around } from './form';
import { fresh } from './inputs';
import type { Field } from './types';

export interface Row {
  node: HTMLElement;
  update(field: Field): void;
}

export function shell(field: Field, kind: string, around: Around) {
  const node = h('div', { class: `row ${kind}`, 'data-path': idOf(field.path) }),
    faults = h('div', { class: 'told', id: fresh('told') });
  node.addEventListener('focusin', (e) => {
    if ((e.target as HTMLElement).closest('[data-path]') === node) around.look(field);
  });
  return {
    node,
    faults,
    tell: (now: Field) => {
      field = now;
      const rows = around.placed.at.get(idOf(now.path));
      faults.replaceChildren(...told(rows));
      node.classList.toggle('bad', !!rows);
    },
  };
}
export const small = (words: string, label: string, onclick: () => void, role = '') =>
  h('button', { type: 'button', class: 'link', 'aria-label': label, 'data-role': role || words, onclick }, words);

export function remark(field: Field, around: Around): Row | null {
  if (field.remark === undefined) return null;
  const node = h('input', {
    type: 'text',
    class: 'remark',
    'data-role': 'remark',
    'aria-label': `Source or remark of ${field.words}`,
    placeholder: 'source or remark',
    autocomplete: 'off',
  });
  node.addEventListener('change', () => around.step('remark', field.path, node.value));
  return {
    node,
    update(now) {
      if (document.activeElement !== node) node.value = now.remark ?? '';
      node.title = now.remark ?? '';
    },
  };
}

// Comment lines above a value or entry.
export function note(field: Field, around: Around): Row | null {
  if (field.note === undefined) return null;
  const area = h('textarea', {
      class: 'note-above',
      'data-role': 'note',
      'aria-label': `Comment above ${field.words}`,
      placeholder: 'comment above',
      spellcheck: 'false',
    }),
    node = h('div', { class: 'noted', hidden: !field.note }, area);
  const size = () => {
    area.rows = Math.min(8, Math.max(1, area.value.split('\n').length));
  };
  area.addEventListener('input', size);
  area.addEventListener('change', () => around.step('note', field.path, area.value));
  return {
    node,
    update(now) {
      if (document.activeElement !== area) area.value = now.note ?? '';
      if (now.note) node.hidden = false;
      size();
    },
  };
}

export function formsOf(field: Field, around: Around): Row {
  const node = h('div', { class: 'forms' }),
    selects = (field.forms ?? []).map((choice) => {
      const select = h(
        'select',
        { 'aria-label': `${field.words}: given by`, 'data-role': `form ${choice[0].name}` },
        choice.map((form) => h('option', { value: form.name }, form.words)),
      );
      select.addEventListener('change', () => around.step('form', field.path, select.value));
      node.append(h('label', {}, h('span', { class: 'by' }, 'given by'), select));
      return select;
    });
  return {
    node,
    update: (now) =>
      now.forms?.forEach((choice, k) => {
        selects[k].value = choice.find((form) => form.now)?.name ?? '';
        if (!choice.some((form) => form.now)) selects[k].selectedIndex = -1;
      }),
  };
}
