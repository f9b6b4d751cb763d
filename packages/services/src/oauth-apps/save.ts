import { lockOauthApp, newId, type OauthApp as StoredOAuthApp, saveOauthApp as saveRow } from '@patchbay/db';
import { type ErrorDetail, isPatchbayError } from '@patchbay/schema';
import { readKeyId, seal } from '@patchbay/secrets';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { requireNoProblems } from '../connections/check-connection-input.ts';
import { ownSecretSchema } from '../credentials/own-secret.ts';
import type { OAuthApp } from '../dto/index.ts';
import { checkFields, isBlank } from '../fields/check-fields.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, invalidInput, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { oauthAppAad } from './oauth-app-aad.ts';
import { type OAuthMethod, requireOAuthMethod } from './require-oauth-method.ts';
import { requirePlatformOwner } from './require-platform-owner.ts';
import { toOAuthApp, toOAuthAppAuditView } from './to-oauth-app.ts';

const oneLine = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(500, 'is longer than 500 characters')
  .regex(/^[\x21-\x7e]+$/, 'must be one word of printable characters, as the provider shows it');

const inputSchema = z.strictObject({
  providerSlug: idSchema,
  authMethod: z.string().min(1).max(100).optional(),
  clientId: oneLine,
  /** Left out or blank: the secret there is stays, as long as the client ID does. */
  clientSecret: ownSecretSchema(20_000).nullish(),
  /** Asked for instead of the manifest's own; null or left out is the manifest's. */
  scopes: z.array(oneLine).max(200, 'are more than 200').nullish(),
  settings: z.record(z.string().min(1).max(100), z.unknown()).default({}),
  /** platform: for every organization that has none of its own. */
  scope: z.enum(['organization', 'platform']).default('organization'),
});

/** Saves the OAuth app people of the organization sign in with. The secret is sealed and never given out again. */
export async function saveOAuthApp(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<OAuthApp> {
  const { deps, actor } = context;
  requirePermission(actor, 'oauthApps.save');
  const given = parseInput(inputSchema, input);
  const isPlatform = given.scope === 'platform';
  if (isPlatform) await requirePlatformOwner(context);
  const { manifest, method } = requireProvider(context, given);
  const settings = checkFields(method.config.appFields, given.settings, { path: 'settings', egress: deps.egress });
  const key = { organizationId: isPlatform ? null : actor.organizationId, providerSlug: manifest.id };

  return deps.db.orm.transaction(async (tx) => {
    const before = await lockOauthApp(tx, key);
    const id = before?.id ?? newId('app');
    const secret = isBlank(given.clientSecret) ? null : (given.clientSecret ?? null);
    const isKept = secret === null && before?.envelope != null && before.clientId === given.clientId;
    requireNoProblems([...settings.problems, ...secretProblems(method, secret !== null || isKept)]);
    const envelope = secret === null ? null : seal(deps.keyRing, secret.trim(), oauthAppAad({ id, ...key }));
    const row = await saveRow(tx, key, {
      id,
      clientId: given.clientId,
      ...(isKept
        ? { envelope: before.envelope, keyId: before.keyId }
        : { envelope, keyId: envelope === null ? null : readKeyId(envelope) }),
      scopes: given.scopes ?? null,
      settings: settings.values,
      createdBy: actor.id,
    });
    await appendAuditNote(tx, context, {
      action: 'oauth_app.save',
      target: toAuditTarget(row),
      ...(before && { before: toOAuthAppAuditView(before) }),
      after: { ...toOAuthAppAuditView(row), scope: given.scope, isSecretNew: secret !== null },
    });
    return toOAuthApp(row);
  });
}

function requireProvider({ deps }: ServiceContext, given: { providerSlug: string; authMethod?: string | undefined }) {
  try {
    const manifest = deps.registry.require(given.providerSlug);
    return { manifest, method: requireOAuthMethod(manifest, given.authMethod, deps.settings) };
  } catch (error) {
    if (isPatchbayError(error) && error.code === 'not_found')
      throw invalidInput([{ path: 'providerSlug', message: error.message }]);
    throw error;
  }
}

/** Providers that know public clients say so by `clientAuthMethod: none` or by PKCE alone; others need a secret. */
function secretProblems({ config }: OAuthMethod, hasSecret: boolean): ErrorDetail[] {
  const isPublic = config.clientAuthMethod === 'none' || config.pkce === true;
  if (hasSecret || (isPublic && config.clientAuthMethod !== 'private_key_jwt')) return [];
  return [{ path: 'clientSecret', message: 'is required: this provider knows no apps without one' }];
}

/** How the audit log names an app. */
export function toAuditTarget(row: Pick<StoredOAuthApp, 'id' | 'providerSlug'>) {
  return { type: 'oauth_app', id: row.id, label: row.providerSlug };
}
