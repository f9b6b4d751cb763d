import type { CredentialVersion, Connection as StoredConnection } from '@patchbay/db';
import { signsInAtProvider } from '@patchbay/schema';
import { recordAudit } from '../audit/append.ts';
import { findOAuthApp } from '../oauth-apps/find-oauth-app.ts';
import type { ServiceContext } from '../types.ts';
import { openCredentialVersion } from './open-version.ts';

/** How long the provider may take, in milliseconds: whoever disconnects is waiting. */
const answerMs = 10_000;

/**
 * Ends the tokens of a connection at its provider, after they were wiped here. What goes wrong there keeps nobody from disconnecting;
 * the audit log tells whether the provider knows.
 */
export async function revokeCredential(
  context: ServiceContext,
  connection: StoredConnection,
  row: CredentialVersion | null,
): Promise<void> {
  const { deps } = context;
  const { organizationId, id, name, settings, verifyTls, providerSlug } = connection;
  const manifest = deps.registry.get(providerSlug);
  const method = manifest?.auth.find((known) => known.id === row?.authMethod);
  if (row === null || row.envelope === null || !manifest || !method || !signsInAtProvider(method)) return;
  let outcome: 'revoked' | 'not_supported' | 'failed' = 'failed';
  let message: string | null = null;
  try {
    const clientId = row.oauthClientId ?? undefined;
    const found = await findOAuthApp(deps, { organizationId, manifest, method, settings, clientId });
    const { accessToken = '', refreshToken = null } = openCredentialVersion(deps.keyRing, row).sealed;
    if (found === null) throw new Error('The OAuth app it was made with is not here any more.');
    const target = { manifest, connectionId: id, organizationId, authMethod: method.id, settings, verifyTls };
    const isRevoked = await deps.runtime.oauth.revoke(
      { ...target, timeoutMs: answerMs, app: found.app },
      { accessToken, refreshToken },
    );
    outcome = isRevoked ? 'revoked' : 'not_supported';
  } catch (error) {
    message = error instanceof Error ? error.message : 'unknown';
    deps.logger.warn({ connectionId: id, error: message }, 'could not end an access at the provider');
  }
  await recordAudit(context, {
    action: 'credentials.revoke',
    target: { type: 'connection', id, label: name },
    after: { outcome, message },
  });
}
