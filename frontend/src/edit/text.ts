// The text of a scenario with the numbers of its lines, marks where a fault stands, and the line that a field speaks of.
import { h } from '../dom';

const LINE = 17; // px, as edit.css has it

export interface TextPane {
  node: HTMLElement;
  area: HTMLTextAreaElement;
  show(text: string): void;
  marks(lines: number[]): void;
  look(line: number | null | undefined): void;
  select(line: number | null): void;
}

export function makeText(start: string, typed: (text: string) => void): TextPane {
  const area = h('textarea', {
      id: 'text',
      spellcheck: 'false',
      autocapitalize: 'off',
      autocomplete: 'off',
      wrap: 'off',
      'aria-label': 'Text of the scenario',
    }),
    numbers = h('pre', { 'aria-hidden': 'true' }),
    marks = h('div', { class: 'marks' }),
    gutter = h('div', { class: 'gutter', 'aria-hidden': 'true' }, h('div', { class: 'roll' }, numbers, marks));
  let counted = 0,
    faulty: number[] = [],
    now: number | null = null;
  area.value = start;
  const roll = () => {
    (gutter.firstElementChild as HTMLElement).style.transform = `translateY(${-area.scrollTop}px)`;
  };
  const count = () => {
    const lines = area.value.split('\n').length;
    if (lines !== counted) numbers.textContent = Array.from({ length: lines }, (_, k) => k + 1).join('\n');
    counted = lines;
  };
  const mark = (line: number, kind: string) =>
    h('i', { class: kind, style: `top:${(line - 1) * LINE}px` }, kind === 'bad' ? '!' : '');
  const draw = () =>
    marks.replaceChildren(...(now ? [mark(now, 'now')] : []), ...faulty.map((line) => mark(line, 'bad')));
  const reveal = (line: number) => {
    const top = (line - 1) * LINE;
    if (top < area.scrollTop || top > area.scrollTop + area.clientHeight - 3 * LINE)
      area.scrollTop = Math.max(0, top - area.clientHeight / 3);
  };
  area.addEventListener('scroll', roll);
  area.addEventListener('input', () => {
    count();
    typed(area.value);
  });
  count();
  return {
    node: h('div', { class: 'text' }, gutter, area),
    area,
    show(text) {
      if (area.value === text) return;
      const top = area.scrollTop,
        left = area.scrollLeft;
      area.value = text;
      area.scrollTop = top;
      area.scrollLeft = left;
      count();
      roll();
    },
    marks(lines) {
      faulty = [...new Set(lines)];
      draw();
    },
    look(line) {
      now = line ?? null;
      draw();
      if (now) reveal(now);
    },
    select(line) {
      if (!line) return;
      const lines = area.value.split('\n'),
        from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
      area.focus();
      area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
      reveal(line);
    },
  };
}
