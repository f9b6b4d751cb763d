import { createHash } from 'node:crypto';
import { newId } from '@patchbay/db';
import {
  answerHandshake,
  type HandshakeAnswer,
  keptHeaders,
  readWebhookFacts,
  verifyWebhook,
  type WebhookRequest,
} from '@patchbay/runtime';
import { PatchbayError } from '@patchbay/schema';
import type { ServiceDeps } from '../types.ts';
import { keepHandshakeSecret } from './keep-handshake-secret.ts';
import { meetChallenge } from './meet-challenge.ts';
import type { OpenEndpoint } from './open-endpoint.ts';

/** What became of a delivery. A refusal is thrown. */
export type Received =
  | { type: 'handshake'; answer: HandshakeAnswer }
  | { type: 'stored'; id: string; isDuplicate: boolean; event: string | null };

/**
 * Takes one delivery in: its proof is checked on the raw bytes, then it is stored, and only then this resolves. What it says is handled
 * afterwards. The same delivery again is acknowledged and not stored. `challenge` is what stands behind the address of the endpoint. Throws `unauthorized` when the proof or
 * the challenge does not hold, and `overloaded` when it cannot be stored now.
 */
export async function receiveWebhook(
  deps: ServiceDeps,
  { row: endpoint, manifest, webhooks, scheme, settings, secrets }: OpenEndpoint,
  request: WebhookRequest,
  { challenge: token = null }: { challenge?: string | null } = {},
): Promise<Received> {
  const now = deps.clock.now();
  const handshake = answerHandshake(webhooks, request);
  if (handshake && !handshake.isVerified) {
    if (handshake.secret !== null) await keepHandshakeSecret(deps, endpoint, handshake.secret);
    return { type: 'handshake', answer: handshake };
  }
  const valid = secrets.filter(({ until }) => until === null || until > now).map(({ secret }) => secret);
  const verdict = await verifyWebhook(scheme, request, valid, {
    clock: deps.clock,
    settings,
    ...(webhooks.delivery && { delivery: webhooks.delivery }),
  });
  const facts = readWebhookFacts(webhooks, request);
  const challenge = await meetChallenge(deps, { endpoint, token, event: facts.event, verdict });
  if (!verdict.ok) {
    refuse(verdict);
    // Why is for the people who set the hook up, and not for whoever sent this.
    throw new PatchbayError('unauthorized', 'This delivery does not prove that it comes from the provider.');
  }
  if (challenge && 'refusal' in challenge) {
    // Some providers deliver once when the hook of the test is made, and again when they are asked to.
    if (!challenge.isRepeat) refuse({ reason: 'challenge_refused', message: challenge.refusal });
    throw new PatchbayError('unauthorized', 'The test this address was made for is over.');
  }
  if (handshake) return { type: 'handshake', answer: handshake };

  const bodyHash = createHash('sha256').update(request.rawBody).digest('base64url');
  const mark = request.url.indexOf('?');
  const id = newId('whd', now);
  const isNew = await deps.intake.store({
    id,
    organizationId: endpoint.organizationId,
    connectionId: endpoint.connectionId,
    endpointId: endpoint.id,
    providerSlug: endpoint.providerSlug,
    dedupeKey: dedupeKeyOf({ facts, request, bodyHash, signedAt: verdict.timestamp, isTest: challenge !== null }),
    deliveryId: cut(facts.delivery),
    event: cut(facts.event),
    action: cut(facts.action),
    tenant: cut(facts.tenant),
    bodyHash,
    body: request.rawBody,
    contentType: cut(headerOf(request, 'content-type')),
    headers: keptHeaders(webhooks, request),
    // The manifest may read it.
    query: mark === -1 ? '' : request.url.slice(mark + 1).slice(0, 2_000),
    isHint: verdict.scheme === 'none',
    signedAt: verdict.timestamp === undefined ? null : new Date(verdict.timestamp),
    receivedAt: new Date(now),
    ...(challenge === null
      ? { status: 'received', nextAttemptAt: new Date(now) }
      : {
          status: 'ignored',
          handledAt: new Date(now),
          outcome: {
            syncs: [],
            record: null,
            note: 'A test delivery of the doctor: nothing happened at the provider.',
          },
        }),
  });
  const isKnown = facts.event !== null && Object.hasOwn(webhooks.events, facts.event);
  deps.intake.count(
    endpoint,
    isNew
      ? { accepted: 1, lastAcceptedAt: new Date(now), ...(!isKnown && challenge === null && { unknown: 1 }) }
      : { duplicates: 1 },
  );
  deps.cache.noteUse('connection', endpoint.connectionId, endpoint.organizationId, now);
  deps.observer?.webhookReceived?.({ provider: manifest.id, outcome: isNew ? 'stored' : 'duplicate' });
  return { type: 'stored', id, isDuplicate: !isNew, event: facts.event };

  function refuse({ reason, message }: { reason: string; message: string }): void {
    const lastRefusal = { at: new Date(now).toISOString(), reason, message };
    deps.intake.count(endpoint, { refused: 1, lastRefusal });
    deps.observer?.webhookReceived?.({ provider: endpoint.providerSlug, outcome: 'refused' });
  }
}

interface DedupeParams {
  facts: { event: string | null; delivery: string | null };
  request: WebhookRequest;
  bodyHash: string;
  signedAt: number | undefined;
  isTest: boolean;
}

/** The same for a delivery and its repeats: the provider's id, else everything it says. */
function dedupeKeyOf({ facts, request, bodyHash, signedAt, isTest }: DedupeParams): string {
  if (facts.delivery !== null && !isTest) return `id ${hashText(facts.delivery)}`;
  return `hash ${hashText(JSON.stringify([request.method, facts.event, signedAt ?? null, bodyHash, isTest ? request.url : null]))}`;
}

function hashText(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Columns of text are for people; a sender may write anything. */
function cut(text: string | null): string | null {
  return text === null ? null : text.toWellFormed().replaceAll('\0', '\uFFFD').slice(0, 300);
}

function headerOf({ headers }: WebhookRequest, name: string): string | null {
  if (Array.isArray(headers)) {
    const at = headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === name);
    return at === -1 ? null : (headers[at + 1] ?? null);
  }
  const value = (headers as Record<string, string | string[] | undefined>)[name];
  return value === undefined ? null : [value].flat().join(', ');
}
