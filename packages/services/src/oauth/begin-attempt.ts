import { insertOauthState } from '@patchbay/db';
import { seal } from '@patchbay/secrets';
import { recordAudit } from '../audit/append.ts';
import type { ServiceContext } from '../types.ts';
import { hashState } from './hash-state.ts';
import { oauthStateAad } from './state-aad.ts';
import type { StateData, StateSecrets } from './state-data.ts';

/** How long a person has for the pages of the provider. */
const lifetimeMs = 10 * 60_000;

export interface AttemptParams {
  id: string;
  /** Sent to the provider; only its hash is kept. */
  state: string;
  providerSlug: string;
  connectionId: string | null;
  redirectUrl: string | null;
  data: StateData;
  secrets: StateSecrets;
  action: 'oauth.start' | 'oauth.install';
  /** For the audit log, besides what the attempt itself tells. */
  note?: Record<string, unknown>;
}

/** Keeps what has to be known when the person comes back: bound to that person and organization, for one use. Gives when it ends. */
export async function beginAttempt(context: ServiceContext, params: AttemptParams): Promise<Date> {
  const { deps, actor } = context;
  const { organizationId } = actor;
  const { id, state, providerSlug, connectionId, redirectUrl, data, secrets, action, note } = params;
  const now = deps.clock.now();
  const expiresAt = new Date(now + lifetimeMs);
  await insertOauthState(deps.db.orm, {
    ...{ id, organizationId, userId: actor.id, providerSlug, connectionId },
    stateHash: hashState(state),
    envelope: seal(deps.keyRing, JSON.stringify(secrets), oauthStateAad({ id, organizationId })),
    ...{ redirectUrl, data, expiresAt, createdAt: new Date(now) },
  });
  await recordAudit(context, {
    action,
    target: { type: 'oauth_attempt', id, label: providerSlug },
    after: { providerSlug, authMethod: data.authMethod, connectionId, ...note },
  });
  return expiresAt;
}
