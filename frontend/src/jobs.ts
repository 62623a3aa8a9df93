// Jobs of the server: how far one is, and a button that stops it.
import { Refused, send } from './api';
import { h } from './dom';

// Follows a job to its end; what was missed before is told again by the server.
export function follow(job: number, tell: (words: string, share: number) => void): Promise<Record<string, unknown>> {
  return new Promise((done, fail) => {
    const source = new EventSource(`api/jobs/${job}/events`);
    const end = (act: () => void) => {
      source.close();
      act();
    };
    source.addEventListener('progress', (e) => {
      const p = JSON.parse((e as MessageEvent).data);
      tell(p.stage, p.total ? p.done / p.total : 0);
    });
    source.addEventListener('done', (e) => end(() => done(JSON.parse((e as MessageEvent).data))));
    for (const kind of ['failed', 'stopped'])
      source.addEventListener(kind, (e) => end(() => fail(new Refused(422, JSON.parse((e as MessageEvent).data)))));
  });
}
export function progress(job: number): { node: HTMLElement; tell: (words: string, share: number) => void } {
  const words = h('span', {}, 'waiting'),
    bar = h('i', { style: 'width:0' });
  const stop = h(
    'button',
    {
      class: 'link',
      onclick: () => {
        void send(`jobs/${job}`, null, 'DELETE');
      },
    },
    'Stop',
  );
  return {
    node: h('div', { class: 'job' }, words, ' ', stop, h('div', { class: 'bar' }, bar)),
    tell: (text, share) => {
      words.textContent = text;
      bar.style.width = `${Math.round(share * 100)}%`;
    },
  };
}
