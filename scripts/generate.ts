// pnpm generate [--check]: writes every generated file, or fails naming the stale ones.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generators } from './generators.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isCheck = process.argv.includes('--check');
const stale: string[] = [];

for (const { file, render } of generators) {
  const path = join(root, file);
  const wanted = await render(root);
  let current = '';
  try {
    current = readFileSync(path, 'utf8');
  } catch {
    // Not there yet: stale.
  }
  if (current === wanted) continue;
  stale.push(file);
  if (isCheck) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, wanted);
}

if (isCheck && stale.length > 0) {
  process.stderr.write(
    `Stale generated files:\n${stale.map((file) => `  ${file}`).join('\n')}\nRun \`pnpm generate\` and commit the result.\n`,
  );
  process.exit(1);
}
process.stdout.write(stale.length === 0 ? 'Generated files are fresh.\n' : `Wrote ${stale.join(', ')}\n`);
