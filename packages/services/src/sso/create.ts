import { randomBytes } from 'node:crypto';
import { insertSsoProvider, newId } from '@patchbay/db';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import type { SsoProvider } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { invalidInput, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { ssoRolesOf } from './roles-of.ts';
import { requireGrantable, sealSecret, ssoFields, toOidcConfig, toSamlConfig } from './sso-input.ts';
import { toSsoAuditView, toSsoProvider } from './to-sso-provider.ts';

const inputSchema = z
  .strictObject({
    name: ssoFields.name,
    domain: ssoFields.domain,
    defaultRole: ssoFields.defaultRole.default('viewer'),
    roleMapping: ssoFields.roleMapping.default([]),
    oidc: ssoFields.oidc.optional(),
    saml: ssoFields.saml.optional(),
  })
  .refine(({ oidc, saml }) => (oidc === undefined) !== (saml === undefined), {
    path: ['oidc'],
    message: 'or saml has to be given, and not both',
  });

/** Adds an identity provider. Nobody signs in with it until its domain is proven. */
export async function createSsoProvider(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<SsoProvider> {
  const { deps, actor } = context;
  requirePermission(actor, 'sso.create');
  const { name, domain, defaultRole, roleMapping, oidc, saml } = parseInput(inputSchema, input);
  requireGrantable(context, ssoRolesOf({ defaultRole, roleMapping }));
  if (oidc && !oidc.clientSecret) throw invalidInput([{ path: 'oidc.clientSecret', message: 'is required' }]);
  const id = newId('sso');
  const oidcConfig = oidc ? await toOidcConfig(context, oidc, roleMapping) : null;
  const samlConfig = saml ? toSamlConfig(context, id, saml, roleMapping) : null;
  return deps.db.orm.transaction(async (tx) => {
    const row = await insertSsoProvider(tx, {
      id,
      providerId: id,
      organizationId: actor.organizationId,
      userId: actor.type === 'user' ? actor.id : null,
      ...{ name, domain, defaultRole, roleMapping },
      issuer: oidc?.issuer ?? saml?.entityId ?? '',
      oidcConfig: oidcConfig && JSON.stringify(oidcConfig),
      samlConfig: samlConfig && JSON.stringify(samlConfig),
      domainToken: randomBytes(18).toString('base64url'),
      ...(oidc?.clientSecret && sealSecret(context, id, oidc.clientSecret)),
    });
    await appendAuditNote(tx, context, {
      action: 'sso_provider.create',
      target: { type: 'sso_provider', id, label: name },
      after: toSsoAuditView(row),
    });
    return toSsoProvider(deps.settings, row);
  });
}
