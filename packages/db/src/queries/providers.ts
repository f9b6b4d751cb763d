import { eq } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { providers } from '../schema/providers.ts';

/** Slugs of the providers the operator switched off for the whole installation. */
export async function listDisabledProviders(db: Executor): Promise<Set<string>> {
  const rows = await db.select({ slug: providers.slug }).from(providers).where(eq(providers.isEnabled, false));
  return new Set(rows.map((row) => row.slug));
}

export async function setProviderEnabled(
  db: Executor,
  params: { slug: string; isEnabled: boolean; note?: string | null | undefined; updatedBy: string },
): Promise<void> {
  const { slug, isEnabled, updatedBy } = params;
  const set = { isEnabled, updatedBy, note: params.note ?? null };
  await db
    .insert(providers)
    .values({ slug, ...set })
    .onConflictDoUpdate({ target: providers.slug, set });
}
