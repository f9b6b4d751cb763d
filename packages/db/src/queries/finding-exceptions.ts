import { and, count, desc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { newId } from '../new-id.ts';
import { type Page, type PageParams, toPage } from '../page.ts';
import { type FindingException, findingExceptions } from '../schema/finding-exceptions.ts';

export interface FindingExceptionKey {
  organizationId: string;
  id: string;
}

export async function insertFindingException(
  tx: Executor,
  values: Omit<FindingException, 'id'>,
): Promise<FindingException> {
  const [row] = await tx
    .insert(findingExceptions)
    .values({ id: newId('fex'), ...values })
    .returning();
  if (!row) throw new Error('insert into finding_exceptions returned nothing');
  return row;
}

export async function getFindingException(db: Executor, key: FindingExceptionKey): Promise<FindingException | null> {
  const [row] = await db.select().from(findingExceptions).where(match(key));
  return row ?? null;
}

/** Newest first, those that ran out too. */
export async function listFindingExceptions(
  db: Executor,
  params: { organizationId: string } & PageParams,
): Promise<Page<FindingException>> {
  const rows = await db
    .select()
    .from(findingExceptions)
    .where(
      and(
        eq(findingExceptions.organizationId, params.organizationId),
        params.after === undefined ? undefined : lt(findingExceptions.id, params.after),
      ),
    )
    .orderBy(desc(findingExceptions.id))
    .limit(params.limit + 1);
  return toPage(rows, params.limit, (row) => row.id);
}

/** Those in force, the oldest first; with a connection only those that may concern it. */
export async function listLiveFindingExceptions(
  db: Executor,
  params: { organizationId: string; connectionId?: string; now: Date },
): Promise<FindingException[]> {
  return db
    .select()
    .from(findingExceptions)
    .where(
      and(
        eq(findingExceptions.organizationId, params.organizationId),
        or(isNull(findingExceptions.expiresAt), gt(findingExceptions.expiresAt, params.now)),
        params.connectionId === undefined
          ? undefined
          : or(isNull(findingExceptions.connectionId), eq(findingExceptions.connectionId, params.connectionId)),
      ),
    )
    .orderBy(findingExceptions.id);
}

export async function countFindingExceptions(db: Executor, params: { organizationId: string }): Promise<number> {
  const [row] = await db
    .select({ total: count() })
    .from(findingExceptions)
    .where(eq(findingExceptions.organizationId, params.organizationId));
  return row?.total ?? 0;
}

export async function updateFindingException(
  tx: Executor,
  { changes, ...key }: FindingExceptionKey & { changes: Partial<Pick<FindingException, 'reason' | 'expiresAt'>> },
): Promise<FindingException | null> {
  const [row] = await tx.update(findingExceptions).set(changes).where(match(key)).returning();
  return row ?? null;
}

export async function deleteFindingException(tx: Executor, key: FindingExceptionKey): Promise<FindingException | null> {
  const [row] = await tx.delete(findingExceptions).where(match(key)).returning();
  return row ?? null;
}

function match({ organizationId, id }: FindingExceptionKey) {
  return and(eq(findingExceptions.organizationId, organizationId), eq(findingExceptions.id, id));
}
