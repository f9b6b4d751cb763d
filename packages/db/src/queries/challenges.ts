import { and, eq, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { type Challenge, type ChallengeAnswer, challenges, type NewChallenge } from '../schema/challenges.ts';

export async function insertChallenge(db: Executor, values: NewChallenge): Promise<void> {
  await db.insert(challenges).values(values);
}

export async function getChallenge(
  db: Executor,
  key: { organizationId: string; id: string },
): Promise<Challenge | null> {
  const [row] = await db
    .select()
    .from(challenges)
    .where(and(eq(challenges.organizationId, key.organizationId), eq(challenges.id, key.id)));
  return row ?? null;
}

/** Of any organization: whoever calls back knows the token and nothing else. */
export async function findChallengeByToken(
  db: Executor,
  params: { kind: Challenge['kind']; tokenHash: string },
): Promise<Challenge | null> {
  const [row] = await db
    .select()
    .from(challenges)
    .where(and(eq(challenges.tokenHash, params.tokenHash), eq(challenges.kind, params.kind)));
  return row ?? null;
}

/** Notes that something came for a challenge, whatever it was worth. Once the challenge is over nothing is noted any more. */
export async function noteChallengeReached(
  db: Executor,
  params: { id: string; answer: ChallengeAnswer; isReplayed?: boolean; now: Date },
): Promise<void> {
  await db
    .update(challenges)
    .set({
      reachedAt: sql`coalesce(${challenges.reachedAt}, ${params.now.toISOString()}::timestamptz)`,
      answer: sql`case when ${challenges.answeredAt} is null then ${JSON.stringify(params.answer)}::jsonb else ${challenges.answer} end`,
      ...(params.isReplayed && { isReplayed: true }),
    })
    .where(and(eq(challenges.id, params.id), isFresh(params.now)));
}

/** Takes an answer: once, and in time. False for whoever comes second or late. */
export async function answerChallenge(
  db: Executor,
  params: { id: string; answer: ChallengeAnswer; now: Date },
): Promise<boolean> {
  const rows = await db
    .update(challenges)
    .set({
      answeredAt: params.now,
      reachedAt: sql`coalesce(${challenges.reachedAt}, ${params.now.toISOString()}::timestamptz)`,
      answer: params.answer,
    })
    .where(and(eq(challenges.id, params.id), isNull(challenges.answeredAt), isFresh(params.now)))
    .returning({ id: challenges.id });
  return rows.length > 0;
}

function isFresh(now: Date): SQL {
  return sql`${challenges.expiresAt} > ${now.toISOString()}::timestamptz`;
}

/** Deletes what nobody waits for any more, of all organizations. */
export async function deleteOldChallenges(
  db: Executor,
  params: { expiredBefore: Date; limit: number },
): Promise<number> {
  const old = db
    .select({ id: challenges.id })
    .from(challenges)
    .where(lt(challenges.expiresAt, params.expiredBefore))
    .limit(params.limit);
  const rows = await db.delete(challenges).where(inArray(challenges.id, old)).returning({ id: challenges.id });
  return rows.length;
}
