// The editor of a scenario: form and text of one file, checked as midcourse check does it; saved, opened and run from there.
import { get, send } from '../api';
import type { Doors } from '../dialogs';
import { $, h } from '../dom';
import { follow, progress } from '../jobs';
import { fault, said } from '../sheet';
import { changes, isChanged, S } from '../state';
import { makeDesk, type Desk } from './desk';
import './edit.css';
import './entries.css';
import './form.css';
import { sentence } from './faults';
import { makeForm, type Shown } from './form';
import { makeText } from './text';
import type { Choices, FormAnswer, PlacedProblem, Step } from './types';

const drafts = new Map<string, { text: string; of: string }>(); // what was not saved, by scenario
let known: Promise<Choices> | null = null;
const choices = () => (known ??= get<Choices>('form/choices'));
const isOwn = (source: string) => /(^|[/\\])scenarios[/\\][^/\\]+\.yaml$/.test(source);

export async function edit(doors: Doors) {
  const dialog = $('sheet') as HTMLDialogElement,
    scenario = S.scenario!.scenario,
    base = await asMoved(),
    draft = drafts.get(scenario),
    start = draft?.of === base ? draft.text : base;
  let form: Shown | null = null;
  const told = h('div', { id: 'problems', role: 'status' }),
    place = h('div', { class: 'running' }),
    tools = makeTools();
  const desk: Desk = makeDesk(start, {
    text(text) {
      pane.show(text);
      kept();
    },
    form(answer) {
      form?.update(answer);
      pane.marks(answer.problems.flatMap((one) => one.line ?? []));
      tell(answer);
      tools.update(desk);
    },
    busy: (is) => dialog.classList.toggle('busy', is),
    failed: (error) => told.replaceChildren(fault(said(error))),
  });
  const kept = () => {
    told.classList.add('stale');
    if (desk.text === base) drafts.delete(scenario);
    else drafts.set(scenario, { text: desk.text, of: base });
    tools.update(desk);
  };
  const pane = makeText(start, (text) => {
    desk.typed(text);
    kept();
  });
  tools.act(desk, base, () => {
    pane.show(base);
    desk.typed(base);
    kept();
    void desk.read();
  });
  const problem = (one: PlacedProblem) =>
    h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          class: 'link',
          onclick: () => {
            tab('text');
            pane.select(one.line);
          },
        },
        one.line ? `line ${one.line}` : 'the file',
      ),
      ' ',
      one.path.length
        ? h(
            'button',
            {
              type: 'button',
              class: 'link where',
              onclick: () => {
                tab('form');
                form?.go(one.path);
              },
            },
            one.where ?? '',
          )
        : (one.where ?? ''),
      `: ${sentence(one)}`,
    );
  const list = (rows: PlacedProblem[]) => h('ul', { class: 'plain' }, rows.map(problem));
  function tell(answer: FormAnswer) {
    told.classList.remove('stale');
    told.replaceChildren(
      answer.valid
        ? h(
            'div',
            {},
            h('p', { class: 'good' }, 'It can be run.'),
            ...answer.warnings.map((one) => h('p', { class: 'dim' }, one)),
          )
        : list(answer.problems),
    );
  }
  const name = h('input', {
    id: 'save-as',
    type: 'text',
    value: isOwn(S.scenario!.source) ? scenario : `${scenario}-2`.slice(0, 64),
    'aria-label': 'Name',
  });
  async function save() {
    await desk.settled();
    if (!/^[a-z0-9][a-z0-9-]*$/.test(name.value)) {
      told.replaceChildren(fault({ what: 'a name is of small letters, digits and hyphens', got: name.value }));
      name.focus();
      return false;
    }
    if (desk.form?.readable) await desk.step({ does: 'set', path: ['name'], typed: name.value });
    const found = await send<{ saved: boolean; problems: PlacedProblem[] }>(
      `scenarios/${encodeURIComponent(name.value)}`,
      { text: desk.text },
      'PUT',
    );
    if (!found.saved) {
      told.replaceChildren(list(found.problems.map((one) => ({ ...one, path: [] }))));
      if (desk.form) tell(desk.form);
      return false;
    }
    drafts.delete(scenario);
    return true;
  }
  const attempt = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      told.replaceChildren(fault(said(error)));
    }
  };
  const saveAndOpen = () =>
    attempt(async () => {
      if (!(await save())) return;
      dialog.close();
      doors.open(name.value);
    });
  const saveAndRun = () =>
    attempt(async () => {
      if (!(await save())) return;
      const { job } = await send<{ job: number }>('jobs/run', { scenario: name.value, changes: [], moves: [] }),
        shown = progress(job);
      place.replaceChildren(shown.node);
      try {
        const done = await follow(job, shown.tell);
        dialog.close();
        doors.show(String(done.run));
      } catch (error) {
        place.replaceChildren(fault(said(error)));
      }
    });
  const body = h('div', { class: 'panes', id: 'panes' }),
    tabs = makeTabs((which) => {
      body.dataset.tab = which;
    }),
    tab = tabs.choose;
  body.append(h('section', { class: 'pane form-pane', id: 'pane-form', 'aria-label': 'Form' }), pane.node);
  pane.node.id = 'pane-text';
  dialog.replaceChildren(
    h(
      'div',
      { class: 'edit-head' },
      h('h2', {}, `Edit ${S.scenario!.title}`),
      tabs.node,
      tools.node,
      h('form', { method: 'dialog' }, h('button', { class: 'link' }, 'Close')),
    ),
    body,
    told,
    h(
      'div',
      { class: 'edit-foot' },
      h('label', { for: 'save-as' }, 'Save as'),
      name,
      h('button', { type: 'button', class: 'button', id: 'save', onclick: () => void saveAndOpen() }, 'Save and open'),
      h(
        'button',
        { type: 'button', class: 'button', id: 'save-run', onclick: () => void saveAndRun() },
        'Save and run',
      ),
      h('span', { class: 'note' }, 'Into scenarios/ of the folder in which the server was started.'),
      place,
    ),
  );
  tab('form');
  whole(dialog, desk);
  if (!dialog.open) dialog.showModal();
  await attempt(async () => {
    const lists = await choices();
    const shown = makeForm(lists, {
      step(does, path, typed, like) {
        const step: Step = {
          does,
          path,
          ...(typed === undefined ? {} : { typed }),
          ...(like === undefined ? {} : { like }),
        };
        desk.step(step).catch((error) => {
          const words = said(error);
          shown.refused(
            path,
            [words.what, words.got && `got: ${words.got}`, words.try && `try: ${words.try}`].filter(Boolean).join('; '),
          );
        });
      },
      look: (field) => pane.look(field.line),
    });
    form = shown;
    $('pane-form').append(shown.node);
    await desk.read();
  });
}

// The text of the scenario as it is shown: with what was moved by hand.
async function asMoved() {
  const { scenario, text } = S.scenario!;
  if (!isChanged()) return text;
  const body = { name: scenario, changes: changes(), moves: Object.values(S.moves) };
  try {
    return (await send<{ text: string }>(`scenarios/${encodeURIComponent(scenario)}/text`, body)).text;
  } catch {
    return text;
  }
}

// The sheet is the editor's until it closes: wide, with keys of its own.
function whole(dialog: HTMLDialogElement, desk: Desk) {
  const keys = (e: KeyboardEvent) => {
    e.stopPropagation(); // letters are no keys of the page here
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'z') {
      e.preventDefault();
      if (e.shiftKey) desk.redo();
      else desk.undo();
    }
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 's') {
      e.preventDefault();
      $('save').click();
    }
  };
  dialog.classList.add('editor');
  dialog.addEventListener('keydown', keys);
  const stop = () => {
    dialog.classList.remove('editor', 'busy');
    dialog.removeEventListener('keydown', keys);
    dialog.removeEventListener('close', stop);
  };
  dialog.addEventListener('close', stop);
}

function makeTools() {
  const tool = (words: string, id: string, title: string) =>
    h('button', { type: 'button', class: 'small', id, title, disabled: true }, words);
  const undo = tool('Undo', 'edit-undo', 'Ctrl Z'),
    redo = tool('Redo', 'edit-redo', 'Ctrl Shift Z'),
    reset = tool('Reset', 'edit-reset', 'Back to the file as it was opened');
  let base = '';
  return {
    node: h('span', { class: 'edit-tools' }, undo, redo, reset),
    act(desk: Desk, of: string, back: () => void) {
      base = of;
      undo.addEventListener('click', () => desk.undo());
      redo.addEventListener('click', () => desk.redo());
      reset.addEventListener('click', back);
      this.update(desk);
    },
    update(desk: Desk) {
      undo.disabled = !desk.canUndo;
      redo.disabled = !desk.canRedo;
      reset.disabled = desk.text === base;
    },
  };
}

function makeTabs(chosen: (which: string) => void) {
  const make = (which: string, words: string) =>
    h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${which}`,
        'aria-controls': `pane-${which}`,
        onclick: () => choose(which),
      },
      words,
    );
  const rows = { form: make('form', 'Form'), text: make('text', 'Text') },
    node = h('div', { class: 'edit-tabs', role: 'tablist', 'aria-label': 'View' }, rows.form, rows.text);
  function choose(which: string) {
    for (const [key, one] of Object.entries(rows)) {
      one.setAttribute('aria-selected', String(key === which));
      one.tabIndex = key === which ? 0 : -1;
    }
    chosen(which);
  }
  node.addEventListener('keydown', (e) => {
    if (e.key !== 'ArrowLeft' && e.key !== 'ArrowRight') return;
    const other = rows.form.tabIndex === 0 ? 'text' : 'form';
    choose(other);
    rows[other].focus();
  });
  return { node, choose };
}
