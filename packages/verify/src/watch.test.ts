import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toFiles } from './sample.ts';
import { cloneTarget } from './target.ts';
import { watchManifests } from './watch.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'patchbay-watch-'));
  for (const id of ['example-forge', 'other-forge'])
    for (const [name, text] of toFiles({ id, change: (manifest) => ({ ...manifest, id, name: id }) }))
      await write(id, name, text);
});
afterEach(() => rm(root, { recursive: true }));

async function write(id: string, name: string, text: string) {
  const path = join(root, 'manifests', id, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** Runs the watch; `next` gives what it wrote up to its next line that says it waits. */
function start() {
  const stop = new AbortController();
  let text = '';
  let told = () => {};
  const out = (more: string) => {
    text += more;
    told();
  };
  const ended = watchManifests(cloneTarget(root, ['example-forge', 'other-forge']), { out, error: out }, stop.signal);
  return {
    async next() {
      while (!text.includes('Ctrl-C ends.\n'))
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      const end = text.indexOf('Ctrl-C ends.\n') + 'Ctrl-C ends.\n'.length;
      const part = text.slice(0, end);
      text = text.slice(end);
      return part;
    },
    async stop() {
      stop.abort();
      return ended;
    },
  };
}

test('what changes is verified again, a syntax error is survived, and the code is that of what is there at the end', async () => {
  const good = toFiles({}).get('example-forge.manifest.ts') ?? '';
  const watching = start();
  expect(await watching.next()).toMatch(/^2 manifests, 0 errors, /);
  await write('example-forge', 'example-forge.manifest.ts', good.replace('defineManifest({', 'defineManifest({{'));
  const broken = await watching.next();
  expect(broken).toContain('not valid TypeScript');
  expect(broken).toMatch(/\nexample-forge invalid, 1 error, /);
  await write('example-forge', 'example-forge.manifest.ts', good);
  expect(await watching.next()).toMatch(/^example-forge bronze, 0 errors, /);
  await write('other-forge', 'fixtures/test.json', '{');
  expect(await watching.next()).toMatch(
    /fixtures · manifests\/other-forge\/fixtures\/test\.json:1[\s\S]*other-forge unlisted/,
  );
  expect(await watching.stop()).toBe(1);
});

test('what is well when it ends ends with 0', async () => {
  const watching = start();
  await watching.next();
  expect(await watching.stop()).toBe(0);
});
