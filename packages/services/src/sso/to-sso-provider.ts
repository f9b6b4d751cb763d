import { X509Certificate } from 'node:crypto';
import type { SsoProvider as StoredSsoProvider } from '@patchbay/db';
import type { SsoProvider } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceSettings } from '../types.ts';
import { ssoAddresses } from './addresses.ts';
import { oidcConfigSchema, samlConfigSchema } from './stored-config.ts';

/** An identity provider as callers see it: never its secret. */
export function toSsoProvider(settings: Pick<ServiceSettings, 'appUrl'>, row: StoredSsoProvider): SsoProvider {
  const oidc = row.oidcConfig === null ? null : oidcConfigSchema.parse(JSON.parse(row.oidcConfig));
  const saml = row.samlConfig === null ? null : samlConfigSchema.parse(JSON.parse(row.samlConfig));
  const { redirectUrl, acsUrl, entityId, metadataUrl } = ssoAddresses(settings, row.id);
  return {
    id: row.id,
    name: row.name,
    type: saml === null ? 'oidc' : 'saml',
    domain: row.domain,
    domainVerified: row.domainVerified,
    domainRecord: { name: `_patchbay.${row.domain}`, value: `patchbay-domain=${row.domainToken ?? ''}` },
    issuer: row.issuer,
    oidc: oidc && {
      clientId: oidc.clientId,
      hasSecret: row.envelope !== null,
      scopes: oidc.scopes,
      redirectUrl,
    },
    saml: saml && {
      entryPoint: saml.entryPoint,
      certificates: saml.cert.map((pem) => {
        const { subject, validTo } = new X509Certificate(pem);
        return { subject: subject.replaceAll('\n', ', '), expiresAt: new Date(validTo).toISOString() };
      }),
      emailAttribute: saml.mapping.email ?? null,
      ...{ acsUrl, entityId, metadataUrl },
    },
    defaultRole: row.defaultRole,
    roleMapping: row.roleMapping,
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  };
}

/** What the audit log keeps of it. */
export function toSsoAuditView(row: StoredSsoProvider): Record<string, unknown> {
  const { name, domain, domainVerified, issuer, defaultRole, roleMapping } = row;
  return { name, domain, domainVerified, issuer, defaultRole, roleMapping, hasSecret: row.envelope !== null };
}
