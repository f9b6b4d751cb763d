import { randomBytes } from 'node:crypto';
import { newId } from '@patchbay/db';
import { z } from 'zod';
import { checkSettings, requireNoProblems } from '../connections/check-connection-input.ts';
import type { OAuthStart } from '../dto/index.ts';
import { oauthCallbackUrl } from '../oauth-apps/callback-url.ts';
import { findOAuthApp } from '../oauth-apps/find-oauth-app.ts';
import { missingOAuthApp } from '../oauth-apps/missing-oauth-app.ts';
import { requireOAuthMethod } from '../oauth-apps/require-oauth-method.ts';
import { toSetupGuide } from '../oauth-apps/to-setup-guide.ts';
import { requirePermission } from '../permissions.ts';
import { parseInput } from '../support/parse-input.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceContext } from '../types.ts';
import { attemptShape, requireAttemptSubject } from './attempt-subject.ts';
import { beginAttempt } from './begin-attempt.ts';
import type { StateData } from './state-data.ts';

const scopeSchema = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be a scope in the words of the provider');

const inputSchema = z.strictObject({
  ...attemptShape,
  /** Asked for instead of those of the app or the manifest. */
  scopes: z.array(scopeSchema).min(1).max(200).optional(),
});

/**
 * Begins a sign-in at a provider: gives the address to send the person's browser to. What comes back is bound to this person and
 * organization, works once and for ten minutes.
 */
export async function startOAuth(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<OAuthStart> {
  const { deps, actor } = context;
  requirePermission(actor, 'oauth.start');
  const given = parseInput(inputSchema, input);
  const { organizationId } = actor;
  const { redirectUrl, known, manifest } = await requireAttemptSubject(context, given, 'Signing in to');
  const usual = known && manifest.auth.find(({ id }) => id === known.authMethod)?.type === 'oauth2';
  const method = requireOAuthMethod(
    manifest,
    given.authMethod ?? (usual ? known.authMethod : undefined),
    deps.settings,
  );
  const settings = checkSettings(manifest, { ...known?.settings, ...given.settings }, deps.egress);
  requireNoProblems(settings.problems);
  const found = await findOAuthApp(deps, { organizationId, manifest, method, settings: settings.values });
  if (found === null) throw missingOAuthApp(deps.settings, manifest, method, settings.values);

  const id = newId('ost');
  const state = randomBytes(32).toString('base64url');
  const data: StateData = {
    kind: 'sign_in',
    authMethod: method.id,
    name: given.name ?? null,
    settings: settings.values,
    verifyTls: given.verifyTls ?? known?.verifyTls ?? true,
    timeoutMs: given.timeoutMs ?? known?.timeoutMs ?? 30_000,
    clientId: found.app.clientId,
    userLabel: actor.label ?? null,
  };
  const { url, codeVerifier, nonce } = await deps.runtime.oauth.authorize(
    {
      manifest,
      connectionId: known?.id ?? id,
      organizationId,
      authMethod: method.id,
      settings: settings.values,
      verifyTls: data.verifyTls,
      timeoutMs: data.timeoutMs,
      app: found.app,
    },
    { redirectUri: oauthCallbackUrl(deps.settings), state, scopes: given.scopes ?? found.scopes ?? undefined },
  );
  const expiresAt = await beginAttempt(context, {
    ...{ id, state, providerSlug: manifest.id, connectionId: known?.id ?? null, redirectUrl, data },
    secrets: { codeVerifier, nonce },
    ...{ action: 'oauth.start', note: { source: found.source } },
  });
  return {
    attemptId: id,
    authorizationUrl: url,
    expiresAt: toIso(expiresAt),
    warning: toSetupGuide(deps.settings, manifest, method, found).warning,
  };
}
