// One text behind form and text field: undo, the row of steps, late answers, where a problem is told.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { asked, forget, last, open, settled, waitFor } from './fake';
import { makeDesk } from '../src/edit/desk';
import { idOf, place, sentence } from '../src/edit/faults';
import { sections, signature } from '../src/edit/form';
import { History } from '../src/edit/history';
import { choicesOf, isClosed, named, ofBounds } from '../src/edit/inputs';
import type { Field, FormAnswer, PlacedProblem } from '../src/edit/types';

const answer = (text: string, more: Partial<FormAnswer> = {}): FormAnswer => ({
  text,
  readable: true,
  fields: [],
  lists: {},
  valid: true,
  problems: [],
  summary: null,
  warnings: [],
  ...more,
});
const field = (path: Field['path'], more: Partial<Field> = {}): Field => ({
  path,
  where: path.join('.'),
  kind: 'value',
  words: String(path.at(-1)),
  needed: true,
  given: true,
  ...more,
});
const problem = (path: PlacedProblem['path']): PlacedProblem => ({
  path,
  where: path.join('.'),
  line: 1,
  got: 'x',
  try: 'y',
  what: 'wrong',
});
function desk(text = 'a') {
  const heard = { texts: [] as string[], forms: [] as string[], busy: [] as boolean[], failed: 0 };
  return {
    heard,
    desk: makeDesk(text, {
      text: (now) => heard.texts.push(now),
      form: (found) => heard.forms.push(found.text),
      busy: (is) => heard.busy.push(is),
      failed: () => heard.failed++,
    }),
  };
}
beforeEach(() => forget());

test('what is typed in one go is one step of undo, another place or a pause begins another', () => {
  const history = new History('');
  history.put('a', 'text', 0);
  history.put('ab', 'text', 500);
  history.put('abc', 'text', 5000);
  history.put('abcd', 'set seed', 5001);
  const seen = [];
  while (history.undo()) seen.push(history.text);
  assert.deepEqual(seen, ['abc', 'ab', '']);
  assert.equal(history.redo(), true);
  assert.equal(history.text, 'ab');
  history.put('x', 'text', 9000);
  assert.equal(history.canRedo, false);
  history.put('x', 'text', 20000);
  assert.equal(history.undo(), true);
  assert.equal(history.text, 'ab');
});

test('a text that rests is read once, and an answer to an older text is not shown', async () => {
  const { desk: one, heard } = desk();
  one.typed('ab');
  one.typed('abc');
  assert.equal(asked.length, 0);
  await waitFor(450);
  assert.equal(open('form').length, 1);
  assert.equal(last('form').body.text, 'abc');
  const first = last('form');
  one.typed('abcd');
  await first.reply(answer('abc'));
  assert.deepEqual(heard.forms, []);
  await waitFor(450);
  await last('form').reply(answer('abcd'));
  assert.deepEqual(heard.forms, ['abcd']);
  assert.deepEqual(heard.texts, []);
});

test('steps are made one after the other, each on the text that the one before it left', async () => {
  const { desk: one, heard } = desk();
  const both = [one.step({ does: 'set', path: ['x'], typed: '1' }), one.step({ does: 'set', path: ['y'], typed: '2' })];
  await settled();
  assert.equal(open('form/step').length, 1);
  assert.equal(last('form/step').body.text, 'a');
  await last('form/step').reply(answer('ax'));
  await settled();
  assert.equal(last('form/step').body.text, 'ax');
  assert.deepEqual(last('form/step').body.path, ['y']);
  await last('form/step').reply(answer('axy'));
  await Promise.all(both);
  assert.equal(one.text, 'axy');
  assert.deepEqual(heard.texts, ['ax', 'axy']);
  one.undo();
  assert.equal(one.text, 'ax');
});

test('a step that the text field overtakes is made again on the new text', async () => {
  const { desk: one } = desk();
  const step = one.step({ does: 'unset', path: ['x'] });
  await settled();
  const early = last('form/step');
  one.typed('new');
  await early.reply(answer('a without x'));
  await settled();
  assert.equal(last('form/step').body.text, 'new');
  await last('form/step').reply(answer('new without x'));
  await step;
  assert.equal(one.text, 'new without x');
});

test('a step that is refused leaves the text and lets the next one through', async () => {
  const { desk: one, heard } = desk();
  const refused = one.step({ does: 'add', path: ['x'] }),
    next = one.step({ does: 'set', path: ['y'], typed: '2' });
  await settled();
  await last('form/step').reply({ error: { what: 'no' } }, 422);
  await assert.rejects(refused, /no/);
  await settled();
  assert.equal(last('form/step').body.text, 'a');
  await last('form/step').reply(answer('ay'));
  await next;
  assert.equal(one.text, 'ay');
  assert.deepEqual(heard.busy.at(-1), false);
});

test('a server that does not answer is told once, and the text stays', async () => {
  const { desk: one, heard } = desk();
  const read = one.read();
  await settled();
  await last('form').fail();
  await read;
  assert.equal(heard.failed, 1);
  assert.equal(one.text, 'a');
});

test('a problem is told at its field, else at the nearest part that holds it, and counted on the way up', () => {
  const fields = [
    field(['command'], { kind: 'group', inside: [field(['command', 'track_s'])] }),
    field(['threats'], { kind: 'list', inside: [field(['threats', 0], { kind: 'group', inside: [] })] }),
  ];
  const rows = [
    problem(['command', 'track_s']),
    problem(['threats', 0, 'aim', 'site']),
    problem([]),
    problem(['other']),
  ];
  const found = place(fields, rows);
  assert.deepEqual(found.at.get(idOf(['command', 'track_s'])), [rows[0]]);
  assert.deepEqual(found.at.get(idOf(['threats', 0])), [rows[1]]);
  assert.equal(found.within.get(idOf(['command'])), 1);
  assert.equal(found.within.get(idOf(['threats'])), 1);
  assert.deepEqual(found.unplaced, [rows[2], rows[3]]);
  assert.equal(sentence(rows[0]), 'wrong; got: x; try: y');
});

test('single values beside each other are one section, and what they hold makes no new nodes', () => {
  const fields = [
    field(['name'], { text: 'a' }),
    field(['title'], { text: 'b' }),
    field(['command'], { kind: 'group', words: 'Command', inside: [field(['command', 'x'], { text: '1' })] }),
    field(['seed']),
  ];
  assert.deepEqual(
    sections(fields).map((one) => [one.title, one.fields.length]),
    [
      ['Scenario', 2],
      ['Command', 1],
      ['Draws', 1],
    ],
  );
  const before = signature(fields, new Set());
  fields[2].inside![0].text = '2';
  assert.equal(signature(fields, new Set()), before);
  fields[2].inside![0].given = false;
  assert.notEqual(signature(fields, new Set()), before);
  const late = new Set([idOf(['command', 'x'])]),
    unset = signature(fields, late);
  fields[2].inside![0].given = true;
  assert.equal(signature(fields, late), unset);
});

test('bounds and choices are told in words', () => {
  assert.equal(ofBounds([0, null, 10, null]), '0 to 10');
  assert.equal(ofBounds([null, 0, 90, null]), 'above 0 to 90');
  assert.equal(ofBounds([0, null, null, 360]), '0 to below 360');
  assert.equal(ofBounds([15000, null, null, null]), 'at least 15000');
  assert.equal(ofBounds([null, null, null, null]), '');
  const lists = { sites: [{ value: 'brdy', words: 'Brdy' }] };
  assert.deepEqual(choicesOf(field(['x'], { choices: 'sites' }), lists), lists.sites);
  assert.deepEqual(choicesOf(field(['x'], { choices: ['true', 'false'] }), lists).map(named), ['yes', 'no']);
  assert.equal(named(lists.sites[0]), 'Brdy (brdy)');
  assert.equal(isClosed(field(['x'], { choices: 'sites' }), new Set(['sites'])), true);
  assert.equal(isClosed(field(['x'], { choices: 'layers' }), new Set(['sites'])), false);
});
