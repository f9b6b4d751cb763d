import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GeneratedFile } from './context.ts';

interface Generator {
  file: string;
  render(root: string): Promise<string> | string;
}

/**
 * What every generator of the repository would write, beside what is committed. The generators belong to the repository that is
 * verified, not to this package, so they are loaded from there.
 */
export async function readGenerated(root: string): Promise<GeneratedFile[]> {
  const file = join(root, 'scripts', 'generators.ts');
  // A folder of manifests that is no clone generates nothing.
  if (!existsSync(file)) return [];
  const { generators } = (await import(pathToFileURL(file).href)) as { generators: readonly Generator[] };
  return Promise.all(
    generators.map(async (generator) => ({
      file: generator.file,
      current: await readFile(join(root, generator.file), 'utf8').catch(() => null),
      wanted: await render(generator, root),
    })),
  );
}

async function render(generator: Generator, root: string): Promise<GeneratedFile['wanted']> {
  try {
    return { text: await generator.render(root) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
