import { basename } from 'node:path';
import { authKinds, createManifest, nameOfApi, refreshIndex, whatIsMissing } from '@patchbay/scaffold';
import { categorySchema, slugSchema } from '@patchbay/schema';
import { verify } from '@patchbay/verify';
import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import type { Tool } from '../tool.ts';
import { asFailure } from './as-failure.ts';
import type { Clone } from './clone-tools.ts';
import { descriptionFileSchema, readDescriptionFor } from './description-file.ts';

const input = z.strictObject({
  id: slugSchema.describe('The new manifest, and its folder.'),
  file: descriptionFileSchema,
  operations: z
    .array(z.string().min(1).max(500))
    .min(1)
    .max(100)
    .describe('What it should call, as list_api_operations names it: operationIds, or "GET /projects/{id}".'),
  category: categorySchema,
  name: z.string().min(1).max(60).optional().describe('What people call the provider; else after the title.'),
  auth: z.array(z.enum(authKinds)).max(10).default([]).describe('Ways to sign in; none: those of the description.'),
  baseUrl: z
    .string()
    .max(500)
    .optional()
    .describe("Else the first server of the description; {settings.baseUrl}/v1 for servers of people's own."),
  docs: z.string().max(500).optional().describe("Address of the provider's API reference."),
  owner: z.string().max(100).default('@patchbay/maintainers').describe('Who answers for it: a handle or team.'),
});

export function scaffoldManifestTool(clone: Clone): Tool {
  const { root } = clone;
  return defineTool({
    name: 'scaffold_manifest',
    title: 'Write a new manifest',
    description:
      'Write manifests/<id>/ from an API description: manifest, contract, fixtures, logo and package, and bring it into the catalog. Then say its level, what to look at by hand and what the next level takes. Never touches a manifest that is there.',
    input,
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
    async run({ id, file, operations, category, name, auth, baseUrl, docs, owner }) {
      const made = await asFailure(async () => {
        const api = await readDescriptionFor(clone, file);
        return createManifest({
          ...{ root, id, category, owner, api, operations, baseUrl, docs, kinds: auth, isDescribed: true },
          name: name ?? nameOfApi(api),
          source: `${basename(file)}: ${api.facts.title}`,
          today: new Date().toISOString().slice(0, 10),
        });
      });
      const index = await refreshIndex(root);
      const report = await verify({ root, ids: [id] });
      const { next, lines } = whatIsMissing(report, id);
      return {
        folder: made.folder,
        operations: made.operations,
        level: report.manifests[0]?.level,
        lookAtByHand: made.notes,
        problems: report.problems.map(({ rule, file: place, line, message, fix }) => ({
          rule,
          file: place,
          line,
          message,
          fix,
        })),
        nextLevel: next,
        missingForNextLevel: lines,
        isInCatalog: index.ok,
        ...(!index.ok && { catalog: index.reason }),
      };
    },
  });
}
