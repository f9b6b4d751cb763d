import type { OauthApp as StoredOAuthApp } from '@patchbay/db';
import type { OAuthApp } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';

/** An OAuth app as callers see it: never its secret. */
export function toOAuthApp(row: StoredOAuthApp): OAuthApp {
  return {
    id: row.id,
    providerSlug: row.providerSlug,
    scope: row.organizationId === null ? 'platform' : 'organization',
    clientId: row.clientId,
    hasSecret: row.envelope !== null,
    scopes: row.scopes,
    settings: row.settings,
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
    createdBy: row.createdBy,
  };
}

/** What the audit log keeps of it. */
export function toOAuthAppAuditView(row: StoredOAuthApp): Record<string, unknown> {
  const { providerSlug, clientId, scopes, settings } = row;
  return { providerSlug, clientId, scopes, settings, hasSecret: row.envelope !== null };
}
