import {
  findWebhookEndpointByKey,
  findWebhookEndpointsBySecret,
  getConnection,
  getCurrentCredential,
  type WebhookEndpoint,
} from '@patchbay/db';
import { locate, schemesOf, type WebhookRequest } from '@patchbay/runtime';
import { type Manifest, PatchbayError, type Webhooks, type WebhookVerify } from '@patchbay/schema';
import { createCredentialSource } from '../credentials/create-credential-source.ts';
import type { ServiceDeps } from '../types.ts';
import { endpointCacheKey } from './announce-endpoint.ts';
import { hashOf, keySourceOf, openEndpointSecrets, openPreviousSecret } from './endpoint-secrets.ts';
import { schemeOfEndpoint } from './scheme-of-endpoint.ts';

/** An endpoint ready to take deliveries, as kept in memory: then without SQL. */
export interface OpenEndpoint {
  row: Pick<
    WebhookEndpoint,
    'id' | 'organizationId' | 'connectionId' | 'providerSlug' | 'maxBodyBytes' | 'ratePerMinute' | 'keyHash'
  >;
  manifest: Manifest;
  webhooks: Webhooks;
  scheme: WebhookVerify;
  settings: Readonly<Record<string, unknown>>;
  /** Newest first; the second only until its moment, in milliseconds since 1970. */
  secrets: readonly { secret: string; until: number | null }[];
}

export interface WebhookAddress {
  providerSlug: string;
  /** Null: the endpoint is found by the fixed value the delivery carries. */
  endpointKey: string | null;
}

/** The endpoint a delivery is for. Throws `not_found`, or `unauthorized` when a delivery without an address carries no value that fits one. */
export async function openWebhookEndpoint(
  deps: ServiceDeps,
  { providerSlug, endpointKey }: WebhookAddress,
  request: Omit<WebhookRequest, 'rawBody'>,
): Promise<OpenEndpoint> {
  if (endpointKey !== null) {
    const keyHash = hashOf(endpointKey);
    const read = async () => {
      const row = await findWebhookEndpointByKey(deps.db.orm, { providerSlug, keyHash });
      return row && open(deps, row);
    };
    const opened = await deps.cache.load<OpenEndpoint>(endpointCacheKey({ keyHash }), read, {
      // Its settings and credentials may be what deliveries are checked with.
      connectionOf: ({ row }) => row.connectionId,
    });
    if (!opened || opened.row.providerSlug !== providerSlug) throw unknownEndpoint();
    return opened;
  }
  const [row, another] = await findBySecret(deps, providerSlug, request);
  if (!row) {
    throw new PatchbayError(
      'unauthorized',
      'No webhook of this provider has the value this delivery carries. Set the hook up again with the address and secret shown in Patchbay.',
    );
  }
  // Two endpoints with one secret: which is meant, only the address could tell.
  if (another) throw unknownEndpoint();
  const opened = await open(deps, row);
  if (!opened) throw unknownEndpoint();
  return opened;
}

async function findBySecret(
  deps: ServiceDeps,
  providerSlug: string,
  request: Omit<WebhookRequest, 'rawBody'>,
): Promise<WebhookEndpoint[]> {
  const webhooks = deps.registry.get(providerSlug)?.webhooks;
  if (!webhooks) throw unknownEndpoint();
  const whole = { ...request, rawBody: new Uint8Array() };
  for (const scheme of schemesOf(webhooks).values()) {
    if (scheme.type !== 'static') continue;
    const value = locate(scheme.in, whole);
    if (value === null || !value.startsWith(scheme.prefix)) continue;
    const secretHash = hashOf(value.slice(scheme.prefix.length));
    const now = new Date(deps.clock.now());
    return findWebhookEndpointsBySecret(deps.db.orm, { providerSlug, secretHash, now });
  }
  return [];
}

async function open(deps: ServiceDeps, row: WebhookEndpoint): Promise<OpenEndpoint | null> {
  const { organizationId, connectionId } = row;
  const manifest = deps.registry.get(row.providerSlug);
  const webhooks = manifest?.webhooks;
  const scheme = webhooks && schemeOfEndpoint(webhooks, row);
  if (!manifest || !webhooks || !scheme || row.hookState === 'removed') return null;
  const connection = await getConnection(deps.db.orm, { organizationId, id: connectionId });
  if (!connection || connection.status === 'disconnected') return null;
  return {
    row,
    manifest,
    webhooks,
    scheme,
    settings: connection.settings,
    secrets: await secretsOf(),
  };

  async function secretsOf(): Promise<OpenEndpoint['secrets']> {
    switch (keySourceOf(scheme as WebhookVerify)) {
      case 'endpoint': {
        const previous = openPreviousSecret(deps, row);
        return [
          { secret: openEndpointSecrets(deps, row).secret, until: null },
          ...(previous ? [{ secret: previous.secret, until: previous.expiresAt }] : []),
        ];
      }
      case 'credential': {
        const name = credentialOf(scheme as WebhookVerify);
        const current = await getCurrentCredential(deps.db.orm, { organizationId, connectionId });
        const { id, authMethod, settings, verifyTls, timeoutMs } = connection as NonNullable<typeof connection>;
        const target = {
          manifest: manifest as Manifest,
          connectionId: id,
          organizationId,
          authMethod,
          settings,
          verifyTls,
          timeoutMs,
        };
        const values = await createCredentialSource(deps, target, current).get();
        const secret = values[name];
        return typeof secret === 'string' && secret !== '' ? [{ secret, until: null }] : [];
      }
      default:
        return [];
    }
  }
}

function credentialOf(scheme: WebhookVerify): string {
  return 'key' in scheme && typeof scheme.key.from === 'object' ? scheme.key.from.credential : '';
}

function unknownEndpoint(): PatchbayError {
  return new PatchbayError(
    'not_found',
    'There is no webhook at this address, or it was removed. Copy the address from Patchbay again.',
  );
}
