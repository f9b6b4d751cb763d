import { X509Certificate } from 'node:crypto';
import type { SsoProvider as StoredSsoProvider } from '@patchbay/db';
import { readKeyId, seal } from '@patchbay/secrets';
import { z } from 'zod';
import { ownSecretSchema } from '../credentials/own-secret.ts';
import { checkHost } from '../fields/check-host.ts';
import { requireRank } from '../members/require-member.ts';
import { invalidInput, nameSchema } from '../support/parse-input.ts';
import { roleSchema } from '../support/role-schema.ts';
import type { ServiceContext } from '../types.ts';
import { ssoAddresses } from './addresses.ts';
import { ssoProviderAad } from './sso-provider-aad.ts';
import { type OidcConfig, oidcConfigSchema, type SamlConfig, samlConfigSchema } from './stored-config.ts';

const text = z.string().trim().min(1, 'must not be empty').max(2_000, 'is longer than 2000 characters');
const claimName = z.string().trim().min(1, 'must not be empty').max(300, 'is longer than 300 characters');

export const domainSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'must be a domain such as example.com');

/** What an identity provider is told by; of the two protocols, one. */
export const ssoFields = {
  name: nameSchema,
  domain: domainSchema,
  defaultRole: roleSchema,
  roleMapping: z
    .array(z.strictObject({ attribute: claimName, value: z.string().min(1).max(500), role: roleSchema }))
    .max(50, 'are more than 50'),
  oidc: z.strictObject({
    issuer: text,
    clientId: text,
    /** Left out or blank in an update: the one there is stays. */
    clientSecret: ownSecretSchema(2_000).trim().nullish(),
    scopes: z
      .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be a scope'))
      .min(1)
      .max(50)
      .default(['openid', 'email', 'profile']),
  }),
  saml: z.strictObject({
    entityId: text,
    entryPoint: text,
    /** Left out in an update: those there stay. */
    certificates: z.array(z.string().trim().min(1).max(20_000)).min(1, 'needs one at least').max(10).optional(),
    /** The attribute with the e-mail address; the NameID when there is none. */
    emailAttribute: claimName.optional(),
  }),
};
export type OidcInput = z.output<(typeof ssoFields)['oidc']>;
export type SamlInput = z.output<(typeof ssoFields)['saml']>;
export type RoleRules = z.output<(typeof ssoFields)['roleMapping']>;

/** Refuses roles above the caller's own. */
export function requireGrantable(context: ServiceContext, roles: readonly StoredSsoProvider['defaultRole'][]): void {
  for (const role of roles) requireRank(context, role);
}

/** Reads what the issuer says of itself. Throws `invalid_input` when it does not answer as one. */
export async function toOidcConfig(
  { deps }: ServiceContext,
  { issuer, clientId, scopes }: OidcInput,
  rules: RoleRules,
): Promise<OidcConfig> {
  requireUrl('oidc.issuer', issuer, deps.egress);
  const found = await deps.sso.discover(issuer);
  if (found.issuer !== issuer)
    throw invalidInput([{ path: 'oidc.issuer', message: `calls itself ${found.issuer}; enter exactly that` }]);
  return oidcConfigSchema.parse({
    issuer,
    pkce: true,
    clientId,
    scopes: [...new Set(['openid', ...scopes])],
    discoveryEndpoint: found.discoveryUrl,
    authorizationEndpoint: found.authorizationEndpoint,
    tokenEndpoint: found.tokenEndpoint,
    jwksEndpoint: found.jwksUri,
    ...(found.userInfoEndpoint !== null && { userInfoEndpoint: found.userInfoEndpoint }),
    tokenEndpointAuthentication: found.usesPostOnly ? 'client_secret_post' : 'client_secret_basic',
    mapping: { extraFields: attributesOf(rules) },
  });
}

export function toSamlConfig(
  { deps }: ServiceContext,
  id: string,
  { entityId, entryPoint, certificates, emailAttribute }: SamlInput,
  rules: RoleRules,
  storedCertificates: readonly string[] = [],
): SamlConfig {
  requireUrl('saml.entryPoint', entryPoint, deps.egress);
  const cert = certificates?.map((given, index) => toPem(given, `saml.certificates.${index}`)) ?? [
    ...storedCertificates,
  ];
  // Without one nothing could be checked.
  if (cert.length === 0) throw invalidInput([{ path: 'saml.certificates', message: 'is required' }]);
  return samlConfigSchema.parse({
    issuer: ssoAddresses(deps.settings, id).entityId,
    entryPoint,
    cert,
    wantAssertionsSigned: true,
    callbackUrl: deps.settings.appUrl,
    idpMetadata: { entityID: entityId, cert },
    mapping: { ...(emailAttribute !== undefined && { email: emailAttribute }), extraFields: attributesOf(rules) },
  });
}

/** The client secret, sealed for its row. */
export function sealSecret({ deps, actor }: ServiceContext, id: string, secret: string) {
  const { organizationId } = actor;
  const envelope = seal(deps.keyRing, JSON.stringify({ clientSecret: secret }), ssoProviderAad({ id, organizationId }));
  return { envelope, keyId: readKeyId(envelope) };
}

function attributesOf(rules: RoleRules): Record<string, string> {
  return Object.fromEntries(rules.map(({ attribute }) => [attribute, attribute]));
}

function requireUrl(path: string, value: string, egress: ServiceContext['deps']['egress']): void {
  const url = URL.canParse(value) ? new URL(value) : null;
  const problem =
    url === null || !['https:', 'http:'].includes(url.protocol)
      ? 'must be a whole web address, such as https://login.example.com'
      : checkHost(url, egress);
  if (problem !== null) throw invalidInput([{ path, message: problem }]);
}

/** A certificate as PEM, also when only its inner lines were pasted, as metadata files hold them. */
function toPem(given: string, path: string): string {
  const body = given.replace(/-----(BEGIN|END) CERTIFICATE-----/g, '').replace(/\s+/g, '');
  const pem = `-----BEGIN CERTIFICATE-----\n${(body.match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;
  try {
    new X509Certificate(pem);
    return pem;
  } catch {
    throw invalidInput([{ path, message: 'is no X.509 certificate; paste the whole text of the file' }]);
  }
}
