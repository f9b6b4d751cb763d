import { forgetSsoSignIns, lockSsoProvider, updateSsoProvider as updateRow } from '@patchbay/db';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import type { SsoProvider } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, invalidInput, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { getSsoProvider } from './get.ts';
import { ssoProviderNotFound } from './require-sso-provider.ts';
import { ssoRolesOf } from './roles-of.ts';
import { requireGrantable, sealSecret, ssoFields, toOidcConfig, toSamlConfig } from './sso-input.ts';
import { oidcConfigSchema, samlConfigSchema } from './stored-config.ts';
import { toSsoAuditView, toSsoProvider } from './to-sso-provider.ts';

const inputSchema = z.strictObject({
  id: idSchema,
  name: ssoFields.name.optional(),
  domain: ssoFields.domain.optional(),
  defaultRole: ssoFields.defaultRole.optional(),
  roleMapping: ssoFields.roleMapping.optional(),
  oidc: ssoFields.oidc.optional(),
  saml: ssoFields.saml.optional(),
});

/**
 * Changes an identity provider. Another domain has to be proven anew; another issuer has to come with its secret, and signs out whom
 * the old one signed in.
 */
export async function updateSsoProvider(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<SsoProvider> {
  const { deps, actor } = context;
  requirePermission(actor, 'sso.update');
  const { id, oidc, saml, ...given } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  const known = await getSsoProvider(context, { id });
  const rules = given.roleMapping ?? known.roleMapping;
  // Whoever could not give a role cannot touch a rule that gives it.
  requireGrantable(context, ssoRolesOf(known));
  requireGrantable(context, ssoRolesOf({ defaultRole: given.defaultRole ?? known.defaultRole, roleMapping: rules }));
  if (oidc && known.type !== 'oidc') throw invalidInput([{ path: 'oidc', message: 'this provider speaks SAML' }]);
  if (saml && known.type !== 'saml')
    throw invalidInput([{ path: 'saml', message: 'this provider speaks OpenID Connect' }]);
  if (oidc && !oidc.clientSecret && (oidc.issuer !== known.issuer || oidc.clientId !== known.oidc?.clientId))
    throw invalidInput([{ path: 'oidc.clientSecret', message: 'is required with another issuer or client ID' }]);
  const newOidc = oidc && (await toOidcConfig(context, oidc, rules));
  return deps.db.orm.transaction(async (tx) => {
    const before = await lockSsoProvider(tx, { organizationId, id });
    if (before === null) throw ssoProviderNotFound();
    // Once more: the issuer may have taken its time, and an owner have changed the roles meanwhile.
    requireGrantable(context, ssoRolesOf(before));
    const extraFields = Object.fromEntries(rules.map(({ attribute }) => [attribute, attribute]));
    const oidcConfig = newOidc ?? (before.oidcConfig && oidcConfigSchema.parse(JSON.parse(before.oidcConfig)));
    const oldSaml = before.samlConfig === null ? null : samlConfigSchema.parse(JSON.parse(before.samlConfig));
    const samlConfig = saml ? toSamlConfig(context, id, saml, rules, oldSaml?.cert) : oldSaml;
    const row = await updateRow(tx, {
      organizationId,
      id,
      changes: {
        name: given.name ?? before.name,
        domain: given.domain ?? before.domain,
        defaultRole: given.defaultRole ?? before.defaultRole,
        roleMapping: rules,
        ...(given.domain !== undefined && given.domain !== before.domain && { domainVerified: false }),
        issuer: oidc?.issuer ?? saml?.entityId ?? before.issuer,
        oidcConfig: oidcConfig ? JSON.stringify({ ...oidcConfig, mapping: { extraFields } }) : null,
        samlConfig: samlConfig
          ? JSON.stringify({ ...samlConfig, mapping: { ...samlConfig.mapping, extraFields } })
          : null,
        ...(oidc?.clientSecret && sealSecret(context, id, oidc.clientSecret)),
      },
    });
    if (row === null) throw ssoProviderNotFound();
    // Its names for people mean nothing at another issuer, and could be those of others there.
    const signedOut = row.issuer === before.issuer ? 0 : await forgetSsoSignIns(tx, { organizationId, id });
    await appendAuditNote(tx, context, {
      action: 'sso_provider.update',
      target: { type: 'sso_provider', id, label: row.name },
      before: toSsoAuditView(before),
      after: { ...toSsoAuditView(row), isSecretNew: Boolean(oidc?.clientSecret), signedOut },
    });
    return toSsoProvider(deps.settings, row);
  });
}
