import { timingSafeEqual } from 'node:crypto';
import {
  answerChallenge,
  type Challenge,
  findChallengeByToken,
  getConnection,
  getCurrentCredential,
  noteChallengeReached,
} from '@patchbay/db';
import { readWebhookPayload, verifyWebhook, type WebhookRequest } from '@patchbay/runtime';
import { PatchbayError } from '@patchbay/schema';
import { createCredentialSource } from '../credentials/create-credential-source.ts';
import type { ServiceDeps } from '../types.ts';
import { hashOf } from '../webhooks/endpoint-secrets.ts';

/**
 * Takes the answer of a tool to a challenge: signed with the secret both sides know, with the nonce, once, in time. That something came
 * in time is noted whatever it is worth. Throws `not_found` for an unknown challenge and `unauthorized` for an answer that does not hold.
 */
export async function answerPing(
  deps: ServiceDeps,
  { token, request }: { token: string; request: WebhookRequest },
): Promise<void> {
  const { orm } = deps.db;
  const challenge =
    token.length > 200 ? null : await findChallengeByToken(orm, { kind: 'ping', tokenHash: hashOf(token) });
  const now = new Date(deps.clock.now());
  if (!challenge) throw new PatchbayError('not_found', 'There is no such challenge. Ask the doctor for a new one.');
  const problem = await judge(deps, challenge, request, now);
  if (problem === null) {
    const answer = { isAuthentic: true, problem: null, event: null };
    // Of two at once, one is first.
    if (await answerChallenge(orm, { id: challenge.id, answer, now })) return;
  }
  const told = problem ?? 'This challenge was answered already. Each may be answered once.';
  await noteChallengeReached(orm, {
    id: challenge.id,
    answer: { isAuthentic: false, problem: told, event: null },
    // Also when the first of two at once was written after this one was judged.
    isReplayed: problem === null || challenge.answeredAt !== null,
    now,
  });
  throw new PatchbayError('unauthorized', told);
}

/** Why an answer is not taken; null when it is. */
async function judge(
  deps: ServiceDeps,
  challenge: Challenge,
  request: WebhookRequest,
  now: Date,
): Promise<string | null> {
  if (challenge.answeredAt !== null) return 'This challenge was answered already. Each may be answered once.';
  if (challenge.expiresAt <= now) return 'The answer came too late: the challenge is over.';
  if (request.method !== 'POST') return 'The tool called, but did not send an answer (POST).';
  const { organizationId, connectionId } = challenge;
  const connection = await getConnection(deps.db.orm, { organizationId, id: connectionId });
  const manifest = connection && deps.registry.get(connection.providerSlug);
  const ping = manifest?.ping;
  if (!connection || !ping) return 'The connection of this challenge is gone.';
  const current = await getCurrentCredential(deps.db.orm, { organizationId, connectionId });
  const { authMethod, settings, verifyTls, timeoutMs } = connection;
  const target = { manifest, connectionId, organizationId, authMethod, settings, verifyTls, timeoutMs };
  const values = await createCredentialSource(deps, target, current).get();
  const secret = values[ping.secret] ?? '';
  const verdict = await verifyWebhook(ping.verify, request, [secret], { clock: deps.clock, settings });
  if (!verdict.ok) return `The answer is not signed as it should be: ${verdict.message}`;
  const { challenge: named, nonce } = (readWebhookPayload(request) ?? {}) as Record<string, unknown>;
  if (named !== challenge.id) return 'The answer names another challenge.';
  const isRight =
    typeof nonce === 'string' &&
    timingSafeEqual(Buffer.from(hashOf(nonce)), Buffer.from(challenge.nonceHash ?? hashOf('')));
  return isRight ? null : 'The answer does not bring the nonce of this challenge back.';
}
