// The sheet above the page, and how it tells a refusal.
import { Refused } from './api';
import { $, h, type Child } from './dom';
import type { Failure } from './types';

// Over the page, which waits; or beside the map, which goes on.
export function box(head: string, ...children: (Child | Child[])[]): HTMLDialogElement {
  return filled(false, head, ...children);
}
// It does not wait for an answer, so Escape is heard by hand.
export const beside = (head: string, ...children: (Child | Child[])[]) => filled(true, head, ...children);
function filled(aside: boolean, head: string, ...children: (Child | Child[])[]): HTMLDialogElement {
  const dialog = $('sheet') as HTMLDialogElement;
  if (dialog.open && dialog.classList.contains('beside') !== aside) dialog.close();
  dialog.classList.toggle('beside', aside);
  dialog.replaceChildren(
    h('form', { method: 'dialog', class: 'close' }, h('button', { class: 'link' }, 'Close')),
    h('h2', {}, head),
    h('div', { class: 'inner' }),
  );
  (dialog.lastElementChild as HTMLElement).append(
    ...children.flat().filter((c): c is Node | string => c instanceof Node || typeof c === 'string'),
  );
  if (dialog.open) return dialog;
  if (aside) dialog.show();
  else dialog.showModal();
  return dialog;
}
export const said = (error: unknown) =>
  error instanceof Refused ? error.told : ({ what: 'The server does not answer.' } as Failure);
export const fault = (told: Failure) =>
  h(
    'p',
    { class: 'fault', role: 'alert' },
    [told.what, told.where, told.got && `got: ${told.got}`, told.try && `try: ${told.try}`].filter(Boolean).join('; '),
  );
