import { listOperations } from '@patchbay/scaffold';
import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import type { Tool } from '../tool.ts';
import { asFailure } from './as-failure.ts';
import type { Clone } from './clone-tools.ts';
import { descriptionFileSchema, readDescriptionFor } from './description-file.ts';

const maxListed = 200;

const input = z.strictObject({
  file: descriptionFileSchema,
  search: z.string().max(100).default('').describe('Only lines with this text, whatever its case.'),
});

export function listApiOperationsTool(clone: Clone): Tool {
  return defineTool({
    name: 'list_api_operations',
    title: 'List the operations of an API description',
    description:
      'Say which operations an API description has, one a line: how scaffold_manifest takes it, and what it does. Descriptions may have thousands; search for what the integration needs.',
    input,
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    async run({ file, search }) {
      const lines = listOperations(await asFailure(() => readDescriptionFor(clone, file)));
      const found = lines.filter((line) => line.toLowerCase().includes(search.toLowerCase()));
      return {
        operations: found.slice(0, maxListed),
        ...(found.length > maxListed && { operationsLeftOut: found.length - maxListed }),
      };
    },
  });
}
