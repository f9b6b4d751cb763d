import type { SsoProvider } from '@patchbay/client';

type Role = SsoProvider['defaultRole'];

/** What the form of an identity provider holds. The stored secret is never part of it. */
export interface SsoFormValues {
  name: string;
  domain: string;
  type: 'oidc' | 'saml';
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** With spaces between them. */
  scopes: string;
  entityId: string;
  entryPoint: string;
  certificate: string;
  emailAttribute: string;
  defaultRole: Role;
  /** One rule a line: `attribute = value: role`. */
  rules: string;
}

export function ssoFormValues(known: SsoProvider | null): SsoFormValues {
  return {
    name: known?.name ?? '',
    domain: known?.domain ?? '',
    type: known?.type ?? 'oidc',
    issuer: known?.issuer ?? '',
    clientId: known?.oidc?.clientId ?? '',
    clientSecret: '',
    scopes: (known?.oidc?.scopes ?? ['openid', 'email', 'profile']).join(' '),
    entityId: known?.saml ? known.issuer : '',
    entryPoint: known?.saml?.entryPoint ?? '',
    certificate: '',
    emailAttribute: known?.saml?.emailAttribute ?? '',
    defaultRole: known?.defaultRole ?? 'viewer',
    rules: (known?.roleMapping ?? [])
      .map(({ attribute, value, role }) => `${attribute} = ${value}: ${role}`)
      .join('\n'),
  };
}

/** The form as the API takes it. A certificate left blank in a change leaves those there are. */
export function toSsoPayload(values: SsoFormValues, known: SsoProvider | null) {
  const { name, domain, type, defaultRole } = values;
  const common = { name: name.trim(), domain: domain.trim(), defaultRole, roleMapping: readRules(values.rules) };
  if (type === 'oidc') {
    const { issuer, clientId, clientSecret } = values;
    const scopes = values.scopes.split(/\s+/).filter((scope) => scope !== '');
    return { ...common, oidc: { issuer: issuer.trim(), clientId: clientId.trim(), clientSecret, scopes } };
  }
  const certificates = values.certificate.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [
    values.certificate,
  ];
  const keepsCertificates = known !== null && values.certificate.trim() === '';
  const emailAttribute = values.emailAttribute.trim();
  return {
    ...common,
    saml: {
      ...{ entityId: values.entityId.trim(), entryPoint: values.entryPoint.trim() },
      ...(!keepsCertificates && { certificates }),
      ...(emailAttribute !== '' && { emailAttribute }),
    },
  };
}

/** Reads the lines of rules; what is not written as one becomes a rule the API refuses by name. */
export function readRules(text: string): { attribute: string; value: string; role: Role }[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, attribute = line.trim(), value = '', role = ''] =
        /^\s*([^=]+?)\s*=\s*(.+?)\s*:\s*(\w+)\s*$/.exec(line) ?? [];
      return { attribute, value, role: role as Role };
    });
}

/** Every role the provider may give. */
export function rolesOf({ defaultRole, roleMapping }: Pick<SsoProvider, 'defaultRole' | 'roleMapping'>): Role[] {
  return [defaultRole, ...roleMapping.map(({ role }) => role)];
}
