// The one text of an editor. Whoever changes it, the form is asked of the server again; steps of the form wait in a row.
import { send } from '../api';
import { History } from './history';
import type { FormAnswer, Step } from './types';

const REST = 350; // ms without a letter, after which the text is read

export interface Desk {
  readonly text: string;
  readonly form: FormAnswer | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  typed(text: string): void;
  step(step: Step): Promise<void>;
  undo(): void;
  redo(): void;
  read(): Promise<void>;
  settled(): Promise<void>;
}
export interface Heard {
  text(text: string): void; // changed by somebody else than the text field
  form(form: FormAnswer): void;
  busy(is: boolean): void;
  failed(error: unknown): void;
}

export function makeDesk(start: string, heard: Heard): Desk {
  const history = new History(start);
  let form: FormAnswer | null = null,
    later: ReturnType<typeof setTimeout> | undefined,
    count = 0,
    waiting = 0,
    row: Promise<void> = Promise.resolve();

  const work = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (++waiting === 1) heard.busy(true);
    try {
      return await ask();
    } finally {
      if (--waiting === 0) heard.busy(false);
    }
  };
  async function read() {
    clearTimeout(later);
    later = undefined;
    const mine = ++count,
      text = history.text;
    try {
      const found = await work(() => send<FormAnswer>('form', { text }));
      if (mine === count && text === history.text) show(found);
    } catch (error) {
      if (mine === count) heard.failed(error);
    }
  }
  function show(found: FormAnswer) {
    form = found;
    heard.form(found);
  }
  // A step is made on the text as it is when its turn comes; typed over meanwhile, it is made again on the new text.
  async function make(step: Step) {
    for (;;) {
      const text = history.text,
        found = await work(() => send<FormAnswer>('form/step', { text, typed: '', ...step }));
      if (text !== history.text) continue;
      clearTimeout(later);
      count++;
      history.put(found.text, `${step.does} ${step.path.join('/')}`, Date.now());
      heard.text(found.text);
      show(found);
      return;
    }
  }
  const went = (did: boolean) => {
    if (!did) return;
    heard.text(history.text);
    void read();
  };
  return {
    get text() {
      return history.text;
    },
    get form() {
      return form;
    },
    get canUndo() {
      return history.canUndo;
    },
    get canRedo() {
      return history.canRedo;
    },
    typed(text) {
      history.put(text, 'text', Date.now());
      clearTimeout(later);
      later = setTimeout(() => void read(), REST);
    },
    step(step) {
      const mine = row.then(() => make(step));
      row = mine.catch(() => undefined);
      return mine;
    },
    undo: () => went(history.undo()),
    redo: () => went(history.redo()),
    read,
    async settled() {
      await row;
      if (later !== undefined || form?.text !== history.text) await read();
    },
  };
}
