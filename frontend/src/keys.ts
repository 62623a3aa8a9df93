// Keys of the page, and their list.
import { $, h } from './dom';

const KEYS: [string, string][] = [
  ['Space', 'play, pause'],
  ['[  ]', 'previous, next event'],
  ['Tab', 'sites from west to east, controls, rows'],
  ['Arrows', 'move the focused site by ¼°; with Shift 1°'],
  [',  .', 'turn the focused radar by 5°; with Shift narrow, widen its sector'],
  ['Enter', 'keep the move'],
  ['Esc', 'put it back; close'],
  ['Ctrl Z', 'undo; with Shift redo'],
  ['C', 'pin A and compare'],
  ['M', 'globe or flat map'],
  ['+  −', 'zoom'],
  ['H', 'home view'],
  ['D', 'light or dark'],
  ['?', 'this list'],
];
export function help() {
  const dialog = $('keys') as HTMLDialogElement;
  dialog.replaceChildren(
    h('h2', {}, 'Keys'),
    h(
      'dl',
      {},
      KEYS.flatMap(([a, b]) => [h('dt', {}, h('kbd', {}, a)), h('dd', {}, b)]),
    ),
    h('form', { method: 'dialog' }, h('button', { class: 'link' }, 'Close')),
  );
  dialog.showModal();
}
// `acts` by key; the space bar plays unless a control holds the focus.
export function wireKeys(acts: Record<string, () => void>, undo: () => void, redo: () => void) {
  addEventListener('keydown', (e) => {
    const target = e.target as HTMLElement;
    if (target.matches('textarea, select, [type=text]')) return;
    if (e.ctrlKey || e.metaKey) {
      if (e.key.toLowerCase() === 'z') {
        e.preventDefault();
        (e.shiftKey ? redo : undo)();
      }
      return;
    }
    if (e.key === ' ' && !target.matches('button, input')) {
      e.preventDefault();
      acts[' ']();
      return;
    }
    if (e.key !== ' ' && !target.matches('input') && acts[e.key]) acts[e.key]();
  });
}
