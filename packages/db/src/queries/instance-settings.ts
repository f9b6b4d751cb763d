import { eq } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { instanceSettings } from '../schema/instance-settings.ts';
import { users } from '../schema/users.ts';

const setupKey = 'setup';

/** True once somebody has set this installation up, or a user exists. */
export async function isSetUp(db: Executor): Promise<boolean> {
  if ((await getInstanceSetting(db, { key: setupKey })) !== null) return true;
  const [user] = await db.select({ id: users.id }).from(users).limit(1);
  return user !== undefined;
}

/** Makes the setup ours. False when it was done, or is being done by another request. */
export async function claimSetup(db: Executor, params: { now: Date }): Promise<boolean> {
  if (await isSetUp(db)) return false;
  const rows = await db
    .insert(instanceSettings)
    .values({ key: setupKey, value: { at: params.now.toISOString() } })
    .onConflictDoNothing()
    .returning({ key: instanceSettings.key });
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
