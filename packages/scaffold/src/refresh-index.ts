import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** How the generated files and the links between packages came to know a new manifest. */
export type IndexRefresh =
  | { ok: true }
  /** `reason`: a sentence with what to do. Nothing of the index was changed. */
  | { ok: false; reason: string };

interface Generator {
  file: string;
  render(root: string): Promise<string> | string;
}

/** Written before packages are linked: they say which there are. */
const indexFiles = ['packages/registry/package.json', 'packages/registry/src/manifests.gen.ts'];
const byHand = 'Run `pnpm install && pnpm generate` to bring it into the catalog.';

/**
 * Brings a new manifest into the generated index and links its package, as `pnpm generate` and `pnpm install` do. A folder that has no
 * generators, such as one of private manifests, has no index. What fails is undone: an index that names a package which is not linked
 * would let nothing start.
 */
export async function refreshIndex(root: string): Promise<IndexRefresh> {
  const file = join(root, 'scripts', 'generators.ts');
  if (!existsSync(file)) return { ok: true };
  const pnpm = findPnpm(root);
  if (pnpm === null) return { ok: false, reason: `pnpm was not found. ${byHand}` };
  const before = new Map<string, string>();
  try {
    const { generators } = (await import(pathToFileURL(file).href)) as { generators: readonly Generator[] };
    for (const generator of generators.filter((one) => indexFiles.includes(one.file))) {
      const text = await generator.render(root);
      before.set(generator.file, await readFile(join(root, generator.file), 'utf8'));
      await writeFile(join(root, generator.file), text);
    }
  } catch (error) {
    await restore(root, before);
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, reason: `The index could not be written (${why}). Repair that first. ${byHand}` };
  }
  const installed = run(pnpm, ['install', '--no-frozen-lockfile', '--prefer-offline', '--loglevel=error'], root);
  if (!installed) {
    await restore(root, before);
    return { ok: false, reason: `pnpm install failed. ${byHand}` };
  }
  // A process of its own: this one has read the index as it was.
  if (run(process.execPath, [join(root, 'scripts', 'generate.ts')], root)) return { ok: true };
  return { ok: false, reason: 'The generated files could not be written. Run `pnpm generate`; it says why.' };
}

async function restore(root: string, before: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, text] of before) await writeFile(join(root, name), text);
}

function run(command: string, args: readonly string[], cwd: string): boolean {
  return spawnSync(command, args, { cwd, stdio: 'ignore' }).status === 0;
}

/** pnpm on the path, or the one that the first start fetched. */
function findPnpm(root: string): string | null {
  if (run('pnpm', ['--version'], root)) return 'pnpm';
  const tools = join(root, '.tools');
  for (const folder of existsSync(tools) ? readdirSync(tools).filter((name) => name.startsWith('pnpm-')) : []) {
    const scope = join(tools, folder, 'node_modules', '@pnpm');
    const native = existsSync(scope) ? readdirSync(scope).find((name) => name.startsWith('exe.')) : undefined;
    if (native) return join(scope, native, process.platform === 'win32' ? 'pnpm.exe' : 'pnpm');
  }
  return null;
}
