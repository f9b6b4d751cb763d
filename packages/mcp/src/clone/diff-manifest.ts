import { diffManifest, isBumpEnough } from '@patchbay/verify';
import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import type { Tool } from '../tool.ts';
import { asFailure } from './as-failure.ts';
import type { Clone } from './clone-tools.ts';

const input = z.strictObject({
  id: z.string().min(1).max(100).describe('The manifest.'),
  base: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^-]/, 'must be a branch or commit')
    .default('origin/main')
    .describe('The branch or commit to compare with.'),
});

export function diffManifestTool({ root }: Clone): Tool {
  return defineTool({
    name: 'diff_manifest',
    title: 'Compare a manifest with another branch',
    description:
      'Say what a manifest is otherwise than in another branch: what breaks those who use it, what may behave otherwise, what is only more, and how its version has to rise.',
    input,
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    async run({ id, base }) {
      const found = await asFailure(() => diffManifest({ root, id, base }));
      if (found === null) return { isNew: true, changes: [] };
      const { changes, required, versions } = found;
      return { isNew: false, changes, versions, requiredBump: required, isVersionRaisedEnough: isBumpEnough(found) };
    },
  });
}
