import { answerChallenge, type ChallengeAnswer, findChallengeByToken, noteChallengeReached } from '@patchbay/db';
import type { WebhookVerdict } from '@patchbay/runtime';
import type { ServiceDeps } from '../types.ts';
import { hashOf } from './endpoint-secrets.ts';
import type { OpenEndpoint } from './open-endpoint.ts';

interface MeetParams {
  endpoint: OpenEndpoint['row'];
  /** What stands behind the endpoint's address; null when nothing does. */
  token: string | null;
  event: string | null;
  verdict: WebhookVerdict;
}

/** The challenge a delivery brought, or why it is not taken for one. */
export type MetChallenge =
  | { id: string }
  /** `isRepeat`: the provider delivered more than once while the test goes on, which is no news to anybody. */
  | { refusal: string; isRepeat: boolean };

/**
 * Notes that a test delivery brought its challenge back, whether or not its proof holds: that it came at all is worth knowing. Null for
 * a delivery without one. One with a challenge that is unknown, used, over, or of another connection is a delivery to no address of
 * ours: it is refused, and nothing about any challenge changes but that it was tried again.
 */
export async function meetChallenge(
  deps: ServiceDeps,
  { endpoint, token, event, verdict }: MeetParams,
): Promise<MetChallenge | null> {
  if (token === null) return null;
  const { orm } = deps.db;
  const challenge =
    token.length > 200 ? null : await findChallengeByToken(orm, { kind: 'webhook', tokenHash: hashOf(token) });
  if (!challenge || challenge.connectionId !== endpoint.connectionId)
    return refused('It came to the address of a test that is unknown here, or of another connection.');
  const now = new Date(deps.clock.now());
  if (challenge.expiresAt <= now)
    return refused('It came to the address of a test that is over. Remove the hook of that test at the provider.');
  const answer: ChallengeAnswer = {
    isAuthentic: verdict.ok,
    problem: verdict.ok ? null : verdict.message,
    event: event?.slice(0, 200) ?? null,
  };
  if (!verdict.ok) {
    await noteChallengeReached(orm, { id: challenge.id, answer, now });
    return { id: challenge.id };
  }
  if (await answerChallenge(orm, { id: challenge.id, answer, now })) return { id: challenge.id };
  await noteChallengeReached(orm, { id: challenge.id, answer, isReplayed: true, now });
  return { refusal: 'It came to the address of a test that was answered already. Each counts once.', isRepeat: true };
}

function refused(refusal: string): MetChallenge {
  return { refusal, isRepeat: false };
}
