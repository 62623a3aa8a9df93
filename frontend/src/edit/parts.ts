// The nodes of fields: values, groups of keys, entries of lists and maps. Each knows how to take new contents.
import { h } from '../dom';
import { formsOf, note, remark, shell, small, type Row } from './beside';
import { adder, chips, entryBar } from './entries';
import { idOf } from './faults';
import { badge, told, type Around } from './form';
import { fresh, makeInput } from './inputs';
import { presetValues } from './presets';
import type { Field } from './types';

export interface Part {
  node: HTMLElement;
  update(fields: Field[]): void;
}
const isPlain = (field: Field) => field.kind === 'value' || (field.kind === 'union' && !field.inside);

// Keys of one part: those of a form that is not taken are left out, those that are not set stand at the end.
export function group(fields: Field[], around: Around, forms?: Field): Part {
  const hidden = new Set<string>(),
    taken = new Set<string>();
  for (const choice of forms?.forms ?? [])
    for (const form of choice) for (const key of form.keys) (form.now ? taken : hidden).add(key);
  const node = h('div', { class: 'group' }),
    more = h('div', { class: 'group' }),
    rows = new Map<string, Row>();
  let unset = 0;
  for (const field of fields) {
    const key = String(field.path.at(-1)),
      id = idOf(field.path);
    if (!field.given && !field.needed && hidden.has(key) && !taken.has(key)) continue;
    const row = rowOf(field, around);
    rows.set(id, row);
    if (field.given && !around.late.has(id)) node.append(row.node);
    else if (field.needed || (taken.has(key) && !around.late.has(id))) node.append(row.node);
    else {
      around.late.add(id);
      more.append(row.node);
      unset++;
    }
  }
  if (unset) {
    const holder = idOf(fields[0].path.slice(0, -1));
    if (fields[0].path.length === 1 && unset <= 2) node.append(...more.childNodes);
    else node.append(fold(`${holder} more`, around, `${unset} more that may be set`, more));
  }
  return {
    node,
    update: (now) => now.forEach((field) => rows.get(idOf(field.path))?.update(field)),
  };
}

function fold(id: string, around: Around, words: string, inner: HTMLElement) {
  const node = h('details', { class: 'more' }, h('summary', {}, words), inner);
  node.open = around.open.get(id) ?? false;
  node.addEventListener('toggle', () => around.open.set(id, node.open));
  return node;
}

function rowOf(field: Field, around: Around): Row {
  if (!field.given && !isPlain(field)) return unsetRow(field, around);
  if (field.kind === 'odd') return oddRow(field, around);
  if (isPlain(field)) return valueRow(field, around);
  if (field.kind === 'items') return itemsRow(field, around);
  if (field.kind === 'group' || field.kind === 'union') return groupRow(field, around);
  return listRow(field, around);
}

function valueRow(field: Field, around: Around): Row {
  const { node, faults, tell } = shell(field, 'value', around),
    id = fresh('field'),
    input = makeInput(field, around.lists, around.closed, id, (typed) =>
      around.step(renames(field), target(field), typed),
    );
  input.node.dataset.role = 'value';
  const comment = remark(field, around),
    forms = field.kind === 'union' && field.given ? formsOf(field, around) : null,
    values = presetValues(field),
    unset = h('span', { class: 'end' });
  const label = h('label', { for: id }, field.words, field.more ? h('small', {}, field.more) : null);
  node.append(
    label,
    h(
      'span',
      { class: 'held' },
      input.node,
      field.unit ? h('span', { class: 'unit' }, field.unit) : null,
      forms?.node ?? null,
    ),
    h('span', { class: 'beside' }, comment?.node ?? null, values?.button ?? null),
    unset,
    faults,
  );
  if (input.extra) node.append(input.extra);
  if (values) node.append(values.table);
  input.node.setAttribute('aria-describedby', faults.id);
  return {
    node,
    update(now) {
      tell(now);
      input.update(now, around.lists, around.closed);
      input.node.setAttribute('aria-invalid', String(around.placed.at.has(idOf(now.path))));
      comment?.update(now);
      forms?.update(now);
      values?.update(now);
      node.classList.toggle('unset', !now.given);
      const can = now.given && !now.needed && isOptional(now);
      if (can !== !!unset.firstChild)
        unset.replaceChildren(
          ...(can ? [small('×', `Take ${now.words} away`, () => around.step('unset', now.path), 'unset')] : []),
        );
    },
  };
}
const isOptional = (field: Field) => typeof field.path.at(-1) === 'string';
const isName = (field: Field) => field.path.at(-1) === 'key' && typeof field.path.at(-2) === 'number';
const renames = (field: Field) => (isName(field) ? 'rename' : 'set');
const target = (field: Field) => (isName(field) ? field.path.slice(0, -1) : field.path);

function unsetRow(field: Field, around: Around): Row {
  const { node, faults, tell } = shell(field, 'unset', around),
    isList = field.kind === 'list' || field.kind === 'items' || field.kind === 'map' || field.kind === 'changes';
  const act = isList
    ? null
    : h(
        'button',
        {
          type: 'button',
          class: 'small',
          'aria-label': `Set ${field.words}`,
          'data-role': 'set',
          onclick: () => around.step('set', field.path),
        },
        'Set',
      );
  const top = field.path.length === 1;
  node.append(
    h(
      'span',
      { class: 'name' },
      top ? h('h3', {}, field.words) : field.words,
      field.more ? h('small', {}, field.more) : null,
    ),
    h('span', { class: 'held' }, act ?? adder(field, around)),
    faults,
  );
  return { node, update: tell };
}

function oddRow(field: Field, around: Around): Row {
  const { node, faults, tell } = shell(field, 'value', around),
    id = fresh('field'),
    input = h('input', { id, type: 'text', 'data-role': 'value', autocomplete: 'off' });
  input.addEventListener('change', () => around.step('set', field.path, input.value));
  node.append(
    h('label', { for: id }, field.words),
    h('span', { class: 'held' }, input),
    h('span', { class: 'beside' }),
    h(
      'span',
      { class: 'end' },
      small('×', `Take ${field.words} away`, () => around.step('unset', field.path), 'unset'),
    ),
    faults,
  );
  return {
    node,
    update(now) {
      tell(now);
      input.value = now.text ?? '';
    },
  };
}

// Values of a list, each with a button that takes it away.
function itemsRow(field: Field, around: Around): Row {
  const { node, faults, tell } = shell(field, 'items', around),
    comment = remark(field, around),
    list = chips(field, around),
    isKey = isNamedByHand(field),
    end = h('span', { class: 'end' });
  node.append(
    isKey
      ? nameOf(field, around)
      : h('span', { class: 'name' }, field.words, field.more ? h('small', {}, field.more) : null),
    h('span', { class: 'held wide' }, list.node, adder(field, around)),
    h('span', { class: 'beside' }, comment?.node ?? null),
    end,
    faults,
  );
  if (!field.needed)
    end.append(
      small('×', `Take ${field.words} away`, () => around.step(isKey ? 'remove' : 'unset', field.path), 'unset'),
    );
  return {
    node,
    update(now) {
      tell(now);
      const inner = (now.inside ?? []).flatMap((one) => around.placed.at.get(idOf(one.path)) ?? []);
      faults.append(...told(inner));
      comment?.update(now);
      list.update(now);
    },
  };
}

function groupRow(field: Field, around: Around): Row {
  const { node, faults, tell } = shell(field, field.kind === 'union' ? 'part range' : 'part', around),
    top = field.path.length === 1,
    comment = remark(field, around),
    above = note(field, around),
    forms = field.forms?.length ? formsOf(field, around) : null,
    inner = group(field.inside ?? [], around, field.kind === 'group' ? field : undefined);
  const close = field.needed
    ? null
    : small('×', `Take ${field.words} away`, () => around.step('unset', field.path), 'unset');
  node.setAttribute('role', 'group');
  node.setAttribute('aria-label', field.words);
  node.append(
    h(
      'div',
      { class: 'head' },
      h(top ? 'h3' : 'h4', {}, field.words),
      forms?.node ?? null,
      comment?.node ?? null,
      close,
    ),
    ...(above && field.note ? [above.node] : []),
    faults,
    inner.node,
  );
  return {
    node,
    update(now) {
      tell(now);
      comment?.update(now);
      above?.update(now);
      forms?.update(now);
      inner.update(now.inside ?? []);
    },
  };
}

// Lists and maps of parts: an entry each, and a way to add one.
function listRow(field: Field, around: Around, isEntry = false): Row {
  const { node, faults, tell } = shell(field, 'list', around),
    top = field.path.length === 1,
    comment = remark(field, around),
    above = note(field, around),
    count = h('span', { class: 'count' });
  const isChanges = field.kind === 'changes',
    rows = (field.inside ?? []).map((one) =>
      isChanges || one.kind === 'items' || isPlain(one) ? rowOf(one, around) : entry(one, around),
    );
  node.append(
    h(
      'div',
      { class: 'head' },
      isEntry ? null : h(top ? 'h3' : 'h4', {}, field.words),
      isEntry ? null : count,
      comment?.node ?? null,
      field.needed || isEntry
        ? null
        : small('×', `Take ${field.words} away`, () => around.step('unset', field.path), 'unset'),
    ),
    ...(field.more ? [h('p', { class: 'dim' }, field.more)] : []),
    ...(above && field.note ? [above.node] : []),
    faults,
    h('div', { class: 'entries' }, ...rows.map((row) => row.node)),
    ...(field.left_out ? [h('p', { class: 'dim' }, `and ${field.left_out} more in the text`)] : []),
    adder(field, around),
  );
  return {
    node,
    update(now) {
      tell(now);
      comment?.update(now);
      above?.update(now);
      count.textContent = String((now.inside?.length ?? 0) + (now.left_out ?? 0));
      now.inside?.forEach((one, k) => rows[k].update(one));
    },
  };
}

function entry(field: Field, around: Around): Row {
  const id = idOf(field.path),
    name = h('b'),
    short = h('span', { class: 'dim' }),
    mark = h('span', { class: 'badge' }),
    node = h('details', { class: 'entry', 'data-path': id }, h('summary', { 'data-role': 'entry' }, name, short, mark)),
    above = note(field, around),
    comment = remark(field, around),
    faults = h('div', { class: 'told' });
  node.open = around.open.get(id) ?? false;
  node.addEventListener('toggle', () => around.open.set(id, node.open));
  const forms = field.forms?.length ? formsOf(field, around) : null,
    isMap = field.kind === 'map' || field.kind === 'changes',
    inner: Row | Part = isMap ? listRow(field, around, true) : group(field.inside ?? [], around, field);
  node.append(
    ...(above ? [above.node] : []),
    ...(isNamedByHand(field) ? [h('div', { class: 'row value' }, nameOf(field, around))] : []),
    ...(forms || (comment && !isMap)
      ? [h('div', { class: 'head' }, forms?.node ?? null, isMap ? null : (comment?.node ?? null))]
      : []),
    ...(isMap ? [] : [faults]),
    inner.node,
    entryBar(field, around, above),
  );
  return {
    node,
    update(now) {
      name.textContent = now.words;
      short.textContent = brief(now);
      badge(mark, around.placed.within.get(id) ?? 0);
      above?.update(now);
      comment?.update(now);
      forms?.update(now);
      if (!isMap) faults.replaceChildren(...told(around.placed.at.get(id)));
      if (isMap) (inner as Row).update(now);
      else (inner as Part).update(now.inside ?? []);
    },
  };
}
const isNamedByHand = (field: Field) =>
  field.path.length > 1 &&
  !isName(field) &&
  field.path[0] !== 'treaty' &&
  !field.needed &&
  field.words === String(field.path.at(-1));

// The name of an entry of a map, to type over.
function nameOf(field: Field, around: Around) {
  const id = fresh('name'),
    input = h('input', {
      id,
      type: 'text',
      class: 'name',
      value: String(field.path.at(-1)),
      'data-role': 'name',
      autocomplete: 'off',
    });
  input.addEventListener('change', () => around.step('rename', field.path, input.value));
  return h('label', { for: id, class: 'named' }, h('span', { class: 'by' }, 'name'), input);
}

// What an entry is, in a few words of its own.
function brief(field: Field) {
  const rows = field.inside ?? [];
  if (field.kind === 'map')
    return `${rows.length} ${rows.length === 1 ? 'option' : 'options'}: ${rows.map((one) => one.words).join(', ')}`;
  if (field.kind === 'changes')
    return rows.length ? rows.map((one) => `${one.words} ${one.text ?? ''}`).join(', ') : 'as written';
  return rows
    .filter((one) => one.given && one.kind === 'value' && one.path.at(-1) !== 'key')
    .slice(0, 4)
    .map((one) => one.text)
    .join(', ');
}
