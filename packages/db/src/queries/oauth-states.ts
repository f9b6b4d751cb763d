import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { type Page, type PageParams, toPage } from '../page.ts';
import { type OauthState, oauthStates } from '../schema/oauth-states.ts';

export type NewOauthState = typeof oauthStates.$inferInsert;

export async function insertOauthState(db: Executor, values: NewOauthState): Promise<void> {
  await db.insert(oauthStates).values(values);
}

/** Takes the state for good: of two who come back with it, one gets the row. Null when there is none or it was taken. */
export async function claimOauthState(
  db: Executor,
  params: { stateHash: string; now: Date },
): Promise<OauthState | null> {
  const [row] = await db
    .update(oauthStates)
    .set({ usedAt: params.now })
    .where(and(eq(oauthStates.stateHash, params.stateHash), isNull(oauthStates.usedAt)))
    .returning();
  return row ?? null;
}

/** Whether somebody came back with that state before. */
export async function isUsedOauthState(db: Executor, params: { stateHash: string }): Promise<boolean> {
  const rows = await db
    .select({ id: oauthStates.id })
    .from(oauthStates)
    .where(eq(oauthStates.stateHash, params.stateHash));
  return rows.length > 0;
}

/** Writes how the sign-in ended; what was sealed for it is wiped. */
export async function finishOauthState(
  db: Executor,
  params: { organizationId: string; id: string } & Pick<
    OauthState,
    'outcome' | 'errorCode' | 'errorDescription' | 'connectionId'
  >,
): Promise<void> {
  const { organizationId, id, ...changes } = params;
  await db
    .update(oauthStates)
    .set({ ...changes, envelope: null })
    .where(and(eq(oauthStates.organizationId, organizationId), eq(oauthStates.id, id)));
}

/** Adds to what is known of the sign-in. */
export async function extendOauthState(
  db: Executor,
  { organizationId, id, data }: { organizationId: string; id: string; data: Record<string, unknown> },
): Promise<void> {
  await db
    .update(oauthStates)
    .set({ data: sql`${oauthStates.data} || ${JSON.stringify(data)}::jsonb` })
    .where(and(eq(oauthStates.organizationId, organizationId), eq(oauthStates.id, id)));
}

export async function getOauthState(
  db: Executor,
  key: { organizationId: string; id: string },
): Promise<OauthState | null> {
  const [row] = await db
    .select()
    .from(oauthStates)
    .where(and(eq(oauthStates.organizationId, key.organizationId), eq(oauthStates.id, key.id)));
  return row ?? null;
}

/** Newest first. */
export async function listOauthStates(
  db: Executor,
  params: PageParams & { organizationId: string; providerSlug?: string | undefined },
): Promise<Page<OauthState>> {
  const rows = await db
    .select()
    .from(oauthStates)
    .where(
      and(
        eq(oauthStates.organizationId, params.organizationId),
        params.after === undefined ? undefined : lt(oauthStates.id, params.after),
        params.providerSlug === undefined ? undefined : eq(oauthStates.providerSlug, params.providerSlug),
      ),
    )
    .orderBy(desc(oauthStates.id))
    .limit(params.limit + 1);
  return toPage(rows, params.limit, ({ id }) => id);
}

/** Drops sign-ins older than a month, and seals left by those nobody came back from. */
export async function pruneOauthStates(db: Executor, params: { now: Date }): Promise<void> {
  const monthMs = 30 * 24 * 3_600_000;
  await db.delete(oauthStates).where(lt(oauthStates.createdAt, new Date(params.now.getTime() - monthMs)));
  await db.update(oauthStates).set({ envelope: null }).where(lt(oauthStates.expiresAt, params.now));
}
