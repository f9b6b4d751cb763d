import { and, eq, gt, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { runSql } from '../run-sql.ts';
import { instanceSettings } from '../schema/instance-settings.ts';
import { users } from '../schema/users.ts';

const setupKey = 'setup';
/** A claim older than this, by the clock of the database, that left no user behind was broken off by a crash. */
const unfinishedClaim = sql`interval '1 minute'`;

/** True when a user exists, or while somebody is setting this installation up. */
export async function isSetUp(db: Executor): Promise<boolean> {
  const [user] = await db.select({ id: users.id }).from(users).limit(1);
  if (user !== undefined) return true;
  const [claim] = await db
    .select({ key: instanceSettings.key })
    .from(instanceSettings)
    .where(and(eq(instanceSettings.key, setupKey), gt(instanceSettings.createdAt, sql`now() - ${unfinishedClaim}`)));
  return claim !== undefined;
}

/** Makes the setup ours. False when it was done, or is being done by another request. */
export async function claimSetup(db: Executor, params: { now: Date }): Promise<boolean> {
  const rows = await runSql(
    db,
    sql`
    insert into ${instanceSettings} as known (key, value)
    select ${setupKey}, ${JSON.stringify({ at: params.now.toISOString() })}::jsonb
    where not exists (select 1 from ${users})
    on conflict (key) do update set value = excluded.value, created_at = now(), updated_at = now()
      where known.created_at <= now() - ${unfinishedClaim} and not exists (select 1 from ${users})
    returning key`,
  );
  return rows.length > 0;
}

/** Gives the setup back after it failed, so that it can be tried again. */
export async function releaseSetup(db: Executor): Promise<void> {
  await db.delete(instanceSettings).where(eq(instanceSettings.key, setupKey));
}

export async function getInstanceSetting(db: Executor, params: { key: string }): Promise<unknown> {
  const [row] = await db.select().from(instanceSettings).where(eq(instanceSettings.key, params.key));
  return row?.value ?? null;
}

export async function setInstanceSetting(db: Executor, params: { key: string; value: unknown }): Promise<void> {
  await db
    .insert(instanceSettings)
    .values(params)
    .onConflictDoUpdate({ target: instanceSettings.key, set: { value: params.value } });
}
