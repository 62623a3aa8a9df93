// What the server says of a scenario as a form (exchange/form_answer.py); keys that say nothing are left out.
import type { Problem } from '../types';

export type Key = string | number;
export type Path = Key[];
export interface Form {
  name: string;
  words: string;
  now: boolean;
  keys: string[];
}
export interface Field {
  path: Path;
  where: string;
  kind: 'group' | 'list' | 'items' | 'map' | 'union' | 'value' | 'changes' | 'odd';
  words: string;
  needed: boolean;
  given: boolean;
  more?: string;
  text?: string;
  takes?: string[];
  unit?: string;
  default?: string;
  choices?: string | string[];
  bounds?: (number | null)[];
  forms?: Form[][];
  left_out?: number;
  line?: number;
  remark?: string;
  note?: string;
  inside?: Field[];
}
export interface Choice {
  value: string;
  words: string;
}
export type Lists = Record<string, Choice[]>;
export interface PlacedProblem extends Problem {
  path: Path;
}
export interface FormAnswer {
  text: string;
  readable: boolean;
  fields: Field[];
  lists: Lists;
  valid: boolean;
  problems: PlacedProblem[];
  summary: string | null;
  warnings: string[];
}
export interface Choices {
  lists: Lists;
  closed: string[];
}
export type Does = 'set' | 'unset' | 'add' | 'remove' | 'rename' | 'raise' | 'form' | 'remark' | 'note';
export interface Step {
  does: Does;
  path: Path;
  typed?: string;
  like?: Key;
}
