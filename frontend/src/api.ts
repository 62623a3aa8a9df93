// Asking the server: JSON in, JSON out; what it refuses comes as an error with the shell's own words.
import type { Failure } from './types';

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly told: Failure,
  ) {
    super(told.what);
  }
}

async function read(answer: Response) {
  if (answer.ok) {
    const told = await answer.json();
    if (told.overtaken) throw new Refused(409, { what: 'a later question came' });
    return told;
  }
  let told: Failure = { what: `the server said ${answer.status}` };
  try {
    told = (await answer.json()).error ?? told;
  } catch {
    /* no JSON: the number is all there is */
  }
  throw new Refused(answer.status, told);
}

export const get = async <T>(path: string): Promise<T> =>
  read(await fetch(`api/${path}`, { credentials: 'same-origin' }));

export const send = async <T>(path: string, body: unknown, method = 'POST'): Promise<T> =>
  read(
    await fetch(`api/${path}`, {
      method,
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: method === 'DELETE' ? undefined : JSON.stringify(body),
    }),
  );
