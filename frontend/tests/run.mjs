// Unit tests of the page: Vite makes JavaScript of each tests/*.test.ts, Node's own runner runs them. `node tests/run.mjs [PART OF A NAME]`
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = dirname(fileURLToPath(import.meta.url)),
  made = join(here, '..', 'node_modules', '.page-tests');
const files = readdirSync(here).filter((name) => name.endsWith('.test.ts') && name.includes(process.argv[2] ?? ''));
rmSync(made, { recursive: true, force: true });
await build({
  configFile: false,
  root: join(here, '..'),
  logLevel: 'error',
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: made,
    target: 'node20',
    minify: false,
    rollupOptions: {
      input: Object.fromEntries(files.map((name) => [name.replace('.test.ts', ''), join(here, name)])),
      output: { entryFileNames: '[name].test.mjs' },
    },
  },
});
let failed = files.length ? 0 : 1; // no test at all is no proof
const tests = run({ files: files.map((name) => join(made, name.replace('.ts', '.mjs'))), concurrency: true });
tests.on('test:fail', () => {
  failed++;
});
tests.compose(new spec()).pipe(process.stdout);
tests.on('end', () => {
  process.exitCode = failed ? 1 : 0;
});
