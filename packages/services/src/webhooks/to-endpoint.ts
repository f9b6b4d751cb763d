import type { WebhookEndpoint } from '@patchbay/db';
import type { Manifest } from '@patchbay/schema';
import type { WebhookEndpointView } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceDeps } from '../types.ts';
import { openEndpointSecrets } from './endpoint-secrets.ts';
import { endpointUrl } from './endpoint-url.ts';
import { schemeOfEndpoint } from './scheme-of-endpoint.ts';

/** An endpoint as callers see it, without its secret. Its address is for those who may change it: it can be a secret itself. */
export function toEndpoint(
  deps: Pick<ServiceDeps, 'keyRing' | 'settings' | 'clock'>,
  row: WebhookEndpoint,
  { manifest, showsUrl }: { manifest: Manifest | null; showsUrl: boolean },
): WebhookEndpointView {
  const { previousExpiresAt } = row;
  const webhooks = manifest?.webhooks;
  const { providerSlug } = row;
  return {
    id: row.id,
    connectionId: row.connectionId,
    providerSlug,
    url: showsUrl ? endpointUrl(deps, { providerSlug, key: openEndpointSecrets(deps, row).key }) : null,
    scheme: row.scheme,
    schemeType: (webhooks && schemeOfEndpoint(webhooks, row)?.type) ?? null,
    resource: row.resource,
    events: row.events,
    hook: {
      state: row.hookState,
      id: row.hookId,
      message: row.hookMessage,
      checkedAt: toIso(row.hookCheckedAt),
    },
    setup: row.hookState === 'registered' ? [] : (webhooks?.setup ?? []),
    canBeTested: row.hookId !== null && webhooks?.lifecycle?.test !== undefined,
    maxBodyBytes: row.maxBodyBytes,
    ratePerMinute: row.ratePerMinute,
    counts: {
      accepted: row.acceptedCount,
      duplicates: row.duplicateCount,
      unknown: row.unknownCount,
      refused: row.refusedCount,
    },
    lastAcceptedAt: toIso(row.lastAcceptedAt),
    lastRefusal: row.lastRefusal,
    previousSecretExpiresAt:
      previousExpiresAt !== null && previousExpiresAt.getTime() > deps.clock.now() ? toIso(previousExpiresAt) : null,
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  };
}

/** What the audit log keeps: neither the address nor the secret. */
export function toEndpointAuditView({ scheme, resource, events, hookState, hookId, ...row }: WebhookEndpoint) {
  const { maxBodyBytes, ratePerMinute } = row;
  return { scheme, resource, events, hookState, hookId, maxBodyBytes, ratePerMinute };
}
