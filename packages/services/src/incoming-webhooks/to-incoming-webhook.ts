import type { CredentialVersion, EventSubscription, Connection as StoredConnection } from '@patchbay/db';
import { eventTypes } from '@patchbay/schema';
import { openCredentialVersion } from '../credentials/open-version.ts';
import type { IncomingWebhook } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceDeps } from '../types.ts';
import type { IncomingMethod } from './incoming-method.ts';

export interface IncomingWebhookParts {
  connection: StoredConnection;
  credential: CredentialVersion;
  /** What routes events to it. */
  subscriptions: readonly EventSubscription[];
}

/** A webhook as callers see it. Of what a sign-in told beside the tokens, where it writes; of the address nothing. */
export function toIncomingWebhook(
  { keyRing }: Pick<ServiceDeps, 'keyRing'>,
  { manifest }: IncomingMethod,
  { connection, credential, subscriptions }: IncomingWebhookParts,
): IncomingWebhook {
  const method = manifest.auth.find(({ id }) => id === credential.authMethod);
  const told = method?.type === 'oauth2' ? openCredentialVersion(keyRing, credential).sealed : {};
  const disabled = subscriptions.find(({ status }) => status === 'disabled');
  return {
    id: connection.id,
    name: connection.name,
    is_active: connection.status !== 'paused',
    status: connection.status,
    team_name: told.teamName ?? null,
    team_id: told.teamId ?? null,
    channel: told.channel ?? null,
    channel_id: told.channelId ?? null,
    configuration_url: told.configurationUrl ?? null,
    scope: credential.grantedScopes?.join(',') ?? null,
    routing_type: [...new Set(subscriptions.flatMap(({ types }) => types ?? Object.keys(eventTypes)))].sort(),
    routing_error: disabled?.statusReason ?? null,
    last_test_status: connection.lastTestStatus,
    last_test_message: connection.lastTestMessage,
    user_id: connection.createdBy,
    created_at: toIso(connection.createdAt),
    updated_at: toIso(connection.updatedAt),
  };
}
