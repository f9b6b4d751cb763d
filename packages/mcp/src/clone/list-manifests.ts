import { readManifestFolders, verify } from '@patchbay/verify';
import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import type { Tool } from '../tool.ts';
import { asFailure } from './as-failure.ts';
import type { Clone } from './clone-tools.ts';

export function listManifestsTool({ root }: Clone): Tool {
  return defineTool({
    name: 'list_manifests',
    title: 'List manifests',
    description:
      'List the manifests of this clone with the level each reaches and what it lacks for the next one. Verifies all of them, which takes some seconds.',
    input: z.strictObject({}),
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    async run() {
      const ids = (await readManifestFolders(root)).map(({ id }) => id);
      const { manifests } = ids.length > 0 ? await asFailure(() => verify({ root, ids })) : { manifests: [] };
      return {
        manifests: manifests.map(({ id, level, weakest, manifest }) => ({
          id,
          name: nameOf(manifest) ?? id,
          level,
          missingForNextLevel: weakest,
        })),
      };
    },
  });
}

/** A manifest may be broken, so its name is looked for. */
function nameOf(manifest: unknown): string | null {
  const isNamed = typeof manifest === 'object' && manifest !== null && 'name' in manifest;
  return isNamed && typeof manifest.name === 'string' ? manifest.name : null;
}
