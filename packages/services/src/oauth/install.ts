import { randomBytes } from 'node:crypto';
import { getCurrentCredential, newId } from '@patchbay/db';
import { credentialFields, type ErrorDetail, installCredentials, isInstalledAtProvider } from '@patchbay/schema';
import { z } from 'zod';
import { checkCredentials, checkSettings, requireNoProblems } from '../connections/check-connection-input.ts';
import { credentialsSchema } from '../connections/connection-input.ts';
import type { CredentialValues } from '../credentials/credential-values.ts';
import { mergeCredentials } from '../credentials/merge-credentials.ts';
import type { OAuthStart } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { parseInput } from '../support/parse-input.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceContext } from '../types.ts';
import { attemptShape, requireAttemptSubject } from './attempt-subject.ts';
import { beginAttempt } from './begin-attempt.ts';
import { type InstallMethod, requireInstallMethod } from './require-install-method.ts';
import { resolveCredentials } from './resolve-credentials.ts';
import type { StateData } from './state-data.ts';

const inputSchema = z.strictObject({
  ...attemptShape,
  /** Of the app, without the installation. Of a connection there is, what is left out stays. */
  credentials: credentialsSchema.default({}),
});

/**
 * Begins the installation of an app at a provider: gives the address to send the person's browser to. The credentials of the app are
 * sealed until that person comes back with the installation; the way back works once and for ten minutes.
 */
export async function installApp(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<OAuthStart> {
  const { deps, actor } = context;
  requirePermission(actor, 'oauth.start');
  const given = parseInput(inputSchema, input);
  const { organizationId } = actor;
  const { redirectUrl, known, manifest } = await requireAttemptSubject(context, given, 'Installing an app at');
  const usual = manifest.auth.find(({ id }) => id === known?.authMethod);
  const method = requireInstallMethod(
    manifest,
    given.authMethod ?? (usual && isInstalledAtProvider(usual) ? usual.id : undefined),
    deps.settings,
  );
  const settings = checkSettings(manifest, { ...known?.settings, ...given.settings }, deps.egress);
  const credentials = await readCredentials(context, method, known?.id ?? null, given.credentials);
  requireNoProblems([...settings.problems, ...credentials.problems]);

  const id = newId('ost');
  const state = randomBytes(32).toString('base64url');
  const data: StateData = {
    ...{ kind: 'install', authMethod: method.id, name: given.name ?? null, settings: settings.values, clientId: '' },
    verifyTls: given.verifyTls ?? known?.verifyTls ?? true,
    timeoutMs: given.timeoutMs ?? known?.timeoutMs ?? 30_000,
    userLabel: actor.label ?? null,
  };
  const connectionId = known?.id ?? id;
  const secrets = await resolveCredentials(deps, credentials.values, { organizationId, connectionId });
  const authorizationUrl = await deps.runtime.installs.start(
    {
      ...{ manifest, organizationId, connectionId, authMethod: method.id, settings: settings.values },
      ...{ verifyTls: data.verifyTls, timeoutMs: data.timeoutMs, credentials: { get: async () => secrets } },
    },
    state,
  );
  const expiresAt = await beginAttempt(context, {
    ...{ id, state, providerSlug: manifest.id, connectionId: known?.id ?? null, redirectUrl, data },
    secrets: { codeVerifier: null, nonce: null, credentials: credentials.values },
    action: 'oauth.install',
  });
  return { attemptId: id, authorizationUrl, expiresAt: toIso(expiresAt), warning: null };
}

/** The app's credentials, those of the connection filled in. The installation is what people come back with, so nobody types it in. */
async function readCredentials(
  { deps, actor }: ServiceContext,
  method: InstallMethod,
  connectionId: string | null,
  given: Record<string, unknown>,
): Promise<{ values: CredentialValues; problems: ErrorDetail[] }> {
  const { organizationId } = actor;
  const { installationIdField } = method.config;
  const current =
    connectionId === null ? null : await getCurrentCredential(deps.db.orm, { organizationId, connectionId });
  const { [installationIdField]: _typed, ...others } = given;
  const merged = mergeCredentials(deps.keyRing, method, current, others);
  const checked = checkCredentials(method, merged.given, {
    ...{ egress: deps.egress, stores: deps.authRefs.stores, kept: merged.kept },
  });
  const values = merged.complete(checked.values);
  delete values.sealed[installationIdField];
  delete values.authRefs[installationIdField];
  const fields = credentialFields(method);
  const problems = checked.problems.filter(({ path }) => path !== `credentials.${installationIdField}`);
  for (const name of installCredentials(method)) {
    const path = `credentials.${name}`;
    const isThere = values.sealed[name] !== undefined || values.authRefs[name] !== undefined;
    if (isThere || problems.some((problem) => problem.path === path)) continue;
    problems.push({ path, message: `is required to install the app from here (${fields[name]?.label ?? name})` });
  }
  return { values, problems };
}
