import { PatchbayError } from '@patchbay/schema';
import { type Page, requirePermission, type ServiceContext } from '@patchbay/services';
import type { People } from '../people.ts';
import { type ApiKeyView, toApiKeyView } from './to-api-key.ts';

/** The organization's API keys, newest first. */
export async function listApiKeys(
  { actor }: ServiceContext,
  people: People,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<ApiKeyView>> {
  requirePermission(actor, 'apiKeys.list');
  const offset = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new PatchbayError('invalid_input', 'cursor: it is not the nextCursor of a page.', {
      details: [{ path: 'cursor', message: 'it is not the nextCursor of a page' }],
    });
  }
  const rows = await people.listApiKeys(actor.organizationId, limit + 1, offset);
  return {
    data: rows.slice(0, limit).map(toApiKeyView),
    nextCursor: rows.length > limit ? String(offset + limit) : null,
  };
}
