import { isAbsolute, join } from 'node:path';
import { makeContract } from '@patchbay/verify';
import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import type { Tool } from '../tool.ts';
import { asFailure } from './as-failure.ts';
import type { Clone } from './clone-tools.ts';

const input = z.strictObject({
  id: z.string().min(1).max(100).describe('The manifest.'),
  file: z
    .string()
    .min(1)
    .max(1_000)
    .describe("The provider's official API description, on this machine: OpenAPI 2 or 3, JSON or YAML."),
  source: z.string().min(1).max(500).optional().describe('What to cite; else the name and version of the description.'),
  isCheck: z.boolean().default(false).describe('Write nothing, and only say what would be otherwise.'),
});

export function makeContractTool({ root, folder }: Clone): Tool {
  return defineTool({
    name: 'make_contract',
    title: 'Make the contract of a manifest',
    description:
      'Write manifests/<id>/contract.json: the part of an API description that the manifest uses. Names requests the description does not have, with the nearest it has, and what changed since the contract before.',
    input,
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async run({ id, file, source, isCheck }) {
      const path = isAbsolute(file) ? file : join(folder, file);
      const retrieved = new Date().toISOString().slice(0, 10);
      const made = await asFailure(() => makeContract({ root, id, file: path, source, retrieved, isCheck }));
      return {
        path: made.path,
        isWritten: made.isWritten,
        requests: made.contract.operations.length,
        missing: made.missing.map(({ operation, request, hint }) => ({ operation, request, hint })),
        drift: made.drift,
      };
    },
  });
}
