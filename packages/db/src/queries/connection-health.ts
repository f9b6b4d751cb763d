import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { runSql } from '../run-sql.ts';
import { type Connection, connections } from '../schema/connections.ts';

export interface ClaimHealthChecksParams {
  now: Date;
  /** Nobody else looks at what is claimed until then, should this process die. */
  until: Date;
  limit: number;
  /** How many of one provider may be asked at a time, those under way here among them. */
  perProvider: number;
  /** Checks under way here: provider → how many. */
  underWay: ReadonlyMap<string, number>;
}

/**
 * Takes connections whose time to be checked has come, in turns over providers: those that work, or worked once, and that nobody has to
 * sign in to again. Gives them as they were before. Rows others work on are passed over.
 */
export async function claimHealthChecks(db: Executor, params: ClaimHealthChecksParams): Promise<Connection[]> {
  const { now, until, limit, perProvider } = params;
  const at = sql`${now.toISOString()}::timestamptz`;
  const busy = JSON.stringify([...params.underWay].map(([slug, checks]) => ({ slug, checks })));
  return db.transaction(async (tx) => {
    const picked = await runSql<{ id: string }>(
      tx,
      sql`
      with due as (
        select id, provider_slug, health_next_at,
          row_number() over (partition by provider_slug order by health_next_at nulls first, id) as place
        from ${connections}
        where deleted_at is null and status in ('active', 'error') and status_code is null
          and (health_next_at is null or health_next_at <= ${at})
      )
      select connection.id from due
      join ${connections} connection on connection.id = due.id
      left join jsonb_to_recordset(${busy}::text::jsonb) as busy(slug text, checks int) on busy.slug = due.provider_slug
      where due.place + coalesce(busy.checks, 0) <= ${perProvider}::int
        and connection.deleted_at is null and connection.status in ('active', 'error')
        and (connection.health_next_at is null or connection.health_next_at <= ${at})
      order by due.place, due.health_next_at nulls first, due.id
      limit ${limit}::int
      for no key update of connection skip locked`,
    );
    const ids = picked.map(({ id }) => id);
    if (ids.length === 0) return [];
    const rows = await tx.select().from(connections).where(inArray(connections.id, ids));
    await tx.execute(
      sql`update ${connections} set health_next_at = ${until.toISOString()}::timestamptz where id in ${ids}`,
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  });
}

/** Gives back what was claimed and not checked. */
export async function releaseHealthCheck(
  db: Executor,
  row: Pick<Connection, 'id' | 'organizationId' | 'healthNextAt'>,
) {
  await db
    .update(connections)
    .set({ healthNextAt: row.healthNextAt })
    .where(
      and(
        eq(connections.id, row.id),
        eq(connections.organizationId, row.organizationId),
        isNull(connections.deletedAt),
      ),
    );
}

/** Where the clock was set back, what was checked in what is now the future counts as checked now and is looked at soon. */
export async function correctHealthTimes(db: Executor, { now, after }: { now: Date; after: Date }): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  await db.execute(sql`
    update ${connections} set health_checked_at = ${at}, health_next_at = ${at}
    where deleted_at is null and health_checked_at > ${after.toISOString()}::timestamptz`);
}
