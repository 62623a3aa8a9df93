// The form of a scenario, made of what the server says of each field. Nothing here knows the format.
// Nodes stay as long as the same fields are shown; only what they hold is changed, so that focus and scroll stay too.
import { h } from '../dom';
import { idOf, place, sentence, type Placed } from './faults';
import { fresh } from './inputs';
import { group, type Part } from './parts';
import type { Choices, Does, Field, FormAnswer, Key, Lists, Path, PlacedProblem } from './types';

export interface Around {
  lists: Lists;
  closed: Set<string>;
  placed: Placed;
  late: Set<string>; // fields first shown as not set: they stay where they were while they are filled in
  open: Map<string, boolean>; // what was opened or closed by hand
  step(does: Does, path: Path, typed?: string, like?: Key): void;
  look(field: Field): void;
}
export interface Shown {
  node: HTMLElement;
  update(answer: FormAnswer): void;
  go(path: Path): void;
  refused(path: Path, words: string): void;
}

interface Section {
  title: string;
  fields: Field[];
}
// Single values beside each other are one section, everything else one each.
export function sections(fields: Field[]): Section[] {
  const found: Section[] = [];
  let open: Section | null = null;
  for (const field of fields) {
    const single = field.kind === 'value' || field.kind === 'odd';
    if (single && open) open.fields.push(field);
    else found.push((open = { title: single ? '' : field.words, fields: [field] }));
    if (!single) open = null;
  }
  for (const section of found) section.title ||= section === found[0] ? 'Scenario' : 'Draws';
  return found;
}

// What decides which nodes there are: not what they hold.
export function signature(fields: Field[], late: Set<string>): string {
  return fields
    .map((field) => {
      const id = idOf(field.path),
        shown = field.given || late.has(id),
        forms = field.forms?.map((one) => one.findIndex((form) => form.now)).join(',') ?? '';
      return `${id}${field.kind}${shown ? 1 : 0}${forms}${field.remark !== undefined ? 'r' : ''}(${signature(field.inside ?? [], late)})`;
    })
    .join(';');
}

export function makeForm(
  choices: Choices,
  act: { step(does: Does, path: Path, typed?: string, like?: Key): void; look(field: Field): void },
): Shown {
  const around: Around = {
    lists: choices.lists,
    closed: new Set(choices.closed),
    placed: { at: new Map(), within: new Map(), unplaced: [] },
    late: new Set(),
    open: new Map(),
    ...act,
  };
  const nav = h('nav', { class: 'jump', 'aria-label': 'Sections' }),
    body = h('fieldset', { class: 'fields' }),
    odd = h('p', { class: 'fault', role: 'status', hidden: true }),
    node = h('div', { class: 'form' }, nav, odd, body);
  let sign = '',
    parts: { part: Part; link: HTMLElement; ids: string[] }[] = [];

  function build(answer: FormAnswer) {
    const kept = keep(body);
    parts = sections(answer.fields).map((section) => {
      const id = fresh('section'),
        part = group(section.fields, around),
        badge = h('span', { class: 'badge' }),
        link = h(
          'button',
          {
            type: 'button',
            class: 'jumper',
            onclick: () => document.getElementById(id)?.scrollIntoView({ block: 'start' }),
          },
          section.title,
          badge,
        );
      const single = section.fields.length === 1 && section.fields[0].kind !== 'value';
      part.node.id = id;
      if (!single) part.node.prepend(h('h3', {}, section.title));
      return { part, link, ids: section.fields.map((field) => idOf(field.path)) };
    });
    nav.replaceChildren(...parts.map((one) => one.link));
    body.replaceChildren(...parts.map((one) => one.part.node));
    kept();
  }
  function update(answer: FormAnswer) {
    odd.hidden = answer.readable;
    body.disabled = !answer.readable;
    if (!answer.readable) {
      odd.textContent = `The text cannot be read, so the form waits. ${answer.problems.map(sentence).join(' ')}`;
      return;
    }
    around.lists = { ...choices.lists, ...answer.lists };
    around.placed = place(answer.fields, answer.problems);
    if (signature(answer.fields, around.late) !== sign) {
      build(answer);
      sign = signature(answer.fields, around.late); // what was found not set is known to be now
    }
    sections(answer.fields).forEach((section, k) => {
      parts[k].part.update(section.fields);
      const count = parts[k].ids.reduce((sum, id) => sum + (around.placed.within.get(id) ?? 0), 0);
      badge(parts[k].link.lastElementChild as HTMLElement, count);
    });
  }
  const find = (path: Path) => {
    for (let k = path.length; k > 0; k--) {
      const found = [...body.querySelectorAll<HTMLElement>('[data-path]')].find(
        (one) => one.dataset.path === idOf(path.slice(0, k)),
      );
      if (found) return found;
    }
    return null;
  };
  return {
    node,
    update,
    go(path) {
      const found = find(path);
      for (let at = found?.closest('details'); at; at = at.parentElement?.closest('details')) at.open = true;
      found?.scrollIntoView({ block: 'center' });
      (found?.querySelector<HTMLElement>('input, select, summary, button') ?? found)?.focus({ preventScroll: true });
    },
    refused(path, words) {
      const told = find(path)?.querySelector<HTMLElement>('.told');
      if (told) told.replaceChildren(h('p', { class: 'fault' }, words));
    },
  };
}

export function badge(node: HTMLElement, count: number) {
  node.textContent = count ? String(count) : '';
  node.title = count ? `${count} ${count === 1 ? 'problem' : 'problems'}` : '';
}

export const told = (problems: PlacedProblem[] = []) =>
  problems.map((one) => h('p', { class: 'fault' }, sentence(one)));

// The focused input, what was typed into it and how far all was scrolled, put back after the nodes are made anew.
function keep(body: HTMLElement) {
  const node = document.activeElement as HTMLInputElement | null,
    holder = node && body.contains(node) ? node.closest<HTMLElement>('[data-path]') : null;
  const pane = body.closest<HTMLElement>('.form'),
    top = pane?.scrollTop ?? 0;
  if (!node || !holder) {
    return () => {
      if (pane) pane.scrollTop = top;
    };
  }
  const role = node.dataset.role ?? '',
    path = holder.dataset.path,
    value = node.value,
    [from, to] = 'selectionStart' in node ? [node.selectionStart, node.selectionEnd] : [null, null];
  return () => {
    const again = [...body.querySelectorAll<HTMLElement>('[data-path]')]
      .filter((one) => one.dataset.path === path)
      .flatMap((one) => [...one.querySelectorAll<HTMLInputElement>(`[data-role="${role}"]`)])[0];
    if (pane) pane.scrollTop = top;
    if (!again) return;
    if (again.tagName === 'INPUT' && role === 'value') again.value = value;
    again.focus({ preventScroll: true });
    if (from !== null && again.tagName === 'INPUT') again.setSelectionRange(from, to);
  };
}
