import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import type { ProviderObjects } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { listRecords } from '../records/list.ts';
import { idSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import { toWordsList } from '../support/to-words-list.ts';
import type { ServiceContext } from '../types.ts';
import { requireOnlyConnection } from './find-only-connection.ts';

const inputSchema = z.strictObject({
  slug: idSchema,
  /** A sync of the provider, in its own spelling or with dashes: model-versions. */
  collection: z.string().min(1).max(100),
  limit: limitSchema,
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'must be the nextCursor of the page before')
    .optional(),
});

/** What a sync of the provider's one connection holds now, in the order of the latest changes. */
export async function listProviderObjects(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<ProviderObjects> {
  requirePermission(context.actor, 'records.list');
  const { slug, collection, limit, cursor } = parseInput(inputSchema, input);
  const { manifest, connection } = await requireOnlyConnection(context, slug);
  const names = Object.keys(manifest.syncs);
  const sync = names.find((name) => name === collection || toDashes(name) === collection);
  if (sync === undefined)
    throw new PatchbayError(
      'not_found',
      `${manifest.name} has no "${collection}". There are ${toWordsList(names.map(toDashes))}.`,
    );
  const page = await listRecords(context, {
    connectionId: connection.id,
    sync,
    limit,
    ...(cursor !== undefined && { after: Number(cursor) }),
  });
  return { data: page.data.map(({ data }) => data), nextCursor: page.nextCursor };
}

function toDashes(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
