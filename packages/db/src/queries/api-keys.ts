import { eq, inArray, lt, or, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { type ApiKey, apiKeys } from '../schema/api-keys.ts';

/** The key with this SHA-256 (base64url), enabled or not, expired or not. */
export async function getApiKeyByHash(db: Executor, params: { hash: string }): Promise<Omit<ApiKey, 'key'> | null> {
  const [row] = await db.select().from(apiKeys).where(eq(apiKeys.key, params.hash));
  if (!row) return null;
  const { key: _key, ...rest } = row;
  return rest;
}

/** Notes when keys were last used, all in one statement. Never turns the time back. */
export async function touchApiKeys(db: Executor, params: { ids: readonly string[]; at: Date }): Promise<void> {
  if (params.ids.length === 0) return;
  const isOlder = or(sql`${apiKeys.lastRequest} is null`, lt(apiKeys.lastRequest, params.at));
  await db
    .update(apiKeys)
    .set({ lastRequest: params.at, updatedAt: sql`${apiKeys.updatedAt}` })
    .where(sql`${inArray(apiKeys.id, [...params.ids])} and ${isOlder}`);
}
