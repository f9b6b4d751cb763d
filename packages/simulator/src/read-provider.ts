import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fixtureSchema, type Manifest, webhookVectorsSchema } from '@patchbay/schema';
import type { NamedFixture, SimulatedProvider } from './provider.ts';

/**
 * Reads the fixtures and webhook vectors in the folder of a manifest. A folder without them gives a provider that knows its sign-in
 * only. A file that is not valid is an error that names it.
 */
export async function readProvider(manifest: Manifest, folder: string): Promise<SimulatedProvider> {
  const names = await readdir(join(folder, 'fixtures')).catch(absent(() => [] as string[]));
  const fixtures = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map(async (name): Promise<NamedFixture> => {
        const file = join(folder, 'fixtures', name);
        return {
          name: name.slice(0, -'.json'.length),
          fixture: read(file, await readFile(file, 'utf8'), fixtureSchema),
        };
      }),
  );
  const file = join(folder, 'webhook-vectors.json');
  const text = await readFile(file, 'utf8').catch(absent(() => null));
  return { manifest, fixtures, vectors: text === null ? [] : read(file, text, webhookVectorsSchema) };
}

function absent<Value>(otherwise: () => Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise();
    throw error;
  };
}

interface Schema<Value> {
  safeParse(value: unknown): { success: true; data: Value } | { success: false; error: Error };
}

function read<Value>(file: string, text: string, schema: Schema<Value>): Value {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON.`, { cause });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(`${file} is not valid: ${result.error.message}`, { cause: result.error });
}
