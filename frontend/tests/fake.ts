// A server that answers when it is told to, so that answers can come late and out of order.
export interface Asked {
  path: string;
  method: string;
  body: Record<string, unknown>;
  reply(told: unknown, status?: number): Promise<void>;
  fail(): Promise<void>;
}
export const asked: Asked[] = [];
export const settled = () =>
  new Promise<void>((done) => {
    setTimeout(done, 5);
  });
export const waitFor = (ms: number) =>
  new Promise<void>((done) => {
    setTimeout(done, ms);
  });

Object.assign(globalThis, { window: globalThis });
globalThis.fetch = ((url: string, init: { method?: string; body?: string } = {}) =>
  new Promise<Response>((done, fail) => {
    asked.push({
      path: url,
      method: init.method ?? 'GET',
      body: init.body ? JSON.parse(init.body) : {},
      reply(told, status = 200) {
        done(new Response(JSON.stringify(told), { status }));
        return settled();
      },
      fail() {
        fail(new TypeError('fetch failed'));
        return settled();
      },
    });
  })) as typeof fetch;

export const open = (part: string) => asked.filter((one) => one.path.includes(part));
export const last = (part: string) => {
  const found = open(part).at(-1);
  if (!found) throw new Error(`nobody asked for ${part}: ${asked.map((one) => one.path).join(', ')}`);
  return found;
};
export const forget = () => {
  asked.length = 0;
};
