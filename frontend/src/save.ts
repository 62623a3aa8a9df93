// The moved state as a scenario file: saved among the scenarios of this folder and opened, or downloaded.
import { Refused, send } from './api';
import { $, h } from './dom';
import { changes, S } from './state';
import type { Problem } from './types';

interface Written {
  scenario: string;
  text: string;
  changes: string[];
}
const write = (name: string) =>
  send<Written>(`scenarios/${encodeURIComponent(S.scenario!.scenario)}/text`, {
    name,
    changes: changes(),
    moves: Object.values(S.moves),
  });

function download(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/yaml' })),
    link = h('a', { href: url, download: `${name}.yaml` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export function saveAs(opened: (name: string, reading: string) => void) {
  const dialog = $('sheet') as HTMLDialogElement,
    told = h('p', { class: 'note', role: 'status' });
  const name = h('input', {
    id: 'state-name',
    type: 'text',
    value: `${S.scenario!.scenario}-moved`.slice(0, 64),
    'aria-label': 'Name',
  });
  const named = () => {
    if (/^[a-z0-9][a-z0-9-]*$/.test(name.value)) return true;
    told.textContent = 'A name is of small letters, digits and hyphens.';
    return false;
  };
  const attempt = async (act: () => Promise<void>) => {
    try {
      if (named()) await act();
    } catch (error) {
      told.textContent =
        error instanceof Refused
          ? [error.told.what, error.told.got && `got: ${error.told.got}`, error.told.try && `try: ${error.told.try}`]
              .filter(Boolean)
              .join('; ')
          : 'The server does not answer.';
    }
  };
  const save = () =>
    attempt(async () => {
      const { text } = await write(name.value);
      const found = await send<{ saved: boolean; problems: Problem[] }>(
        `scenarios/${encodeURIComponent(name.value)}`,
        { text },
        'PUT',
      );
      if (!found.saved) {
        told.textContent = found.problems.map((p) => `${p.where ?? ''}: ${p.what}`).join('; ');
        return;
      }
      dialog.close();
      opened(name.value, S.reading);
    });
  dialog.replaceChildren(
    h('form', { method: 'dialog', class: 'close' }, h('button', { class: 'link' }, 'Close')),
    h('h2', {}, 'Save as'),
    h(
      'div',
      { class: 'inner' },
      h(
        'p',
        { class: 'note' },
        `A copy of ${S.scenario!.scenario} with what was moved, its comments kept. A scenario of that name in this folder is replaced, a built-in one never.`,
      ),
      h(
        'p',
        {},
        name,
        ' ',
        h(
          'button',
          {
            id: 'state-save',
            onclick: () => {
              void save();
            },
          },
          'Save',
        ),
        ' ',
        h(
          'button',
          {
            id: 'state-download',
            onclick: () => {
              void attempt(async () => {
                const { scenario, text } = await write(name.value);
                download(scenario, text);
              });
            },
          },
          'Download',
        ),
      ),
      told,
    ),
  );
  if (!dialog.open) dialog.showModal();
  name.focus();
}
