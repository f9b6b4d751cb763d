import { randomBytes } from 'node:crypto';
import { type Challenge, getChallenge, insertChallenge, newId } from '@patchbay/db';
import { hashOf } from '../webhooks/endpoint-secrets.ts';
import type { Visit } from './visit.ts';

/** A question that is out, with what only the one who was asked can know. */
export interface OpenChallenge {
  id: string;
  /** In the address that is to be called. */
  token: string;
  /** What a ping has to bring back. */
  nonce: string;
  issuedAt: Date;
  expiresAt: Date;
}

/** How often is looked whether something came back, in milliseconds. */
const lookEveryMs = 200;
/** What is answered just when the wait is over still counts for so long. */
const graceMs = 5_000;

/** Makes a challenge: used once, for as long as the doctor waits and a little longer. */
export async function openChallenge(
  { context: { deps, actor }, connection, waitMs }: Visit,
  kind: Challenge['kind'],
): Promise<OpenChallenge> {
  const issuedAt = new Date(deps.clock.now());
  const expiresAt = new Date(issuedAt.getTime() + waitMs + graceMs);
  const [token, nonce] = [randomBytes(32).toString('base64url'), randomBytes(24).toString('base64url')];
  const id = newId('chl');
  await insertChallenge(deps.db.orm, {
    ...{ id, kind, expiresAt },
    organizationId: actor.organizationId,
    connectionId: connection.id,
    tokenHash: hashOf(token),
    nonceHash: hashOf(nonce),
    createdAt: issuedAt,
  });
  return { id, token, nonce, issuedAt, expiresAt };
}

/** Waits until something came back, or until the time is over; gives what is known then. An answer that was refused is enough: another would be too. */
export async function awaitChallenge(
  { context: { deps, actor }, signal, waitMs }: Visit,
  { id }: OpenChallenge,
): Promise<Challenge | null> {
  const endsAt = performance.now() + waitMs;
  for (;;) {
    signal.throwIfAborted();
    const row = await getChallenge(deps.db.orm, { organizationId: actor.organizationId, id });
    if (!row || row.reachedAt !== null || performance.now() >= endsAt) return row;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
