import type { Role } from '../types.ts';

/** Which value of an attribute or claim gives which role; the first rule that matches counts. */
export interface SsoRoleRule {
  attribute: string;
  value: string;
  role: Role;
}

/** An identity provider the organization's people sign in with; its secret is write-only. */
export interface SsoProvider {
  id: string;
  name: string;
  type: 'oidc' | 'saml';
  /** E-mail addresses of this domain sign in here. */
  domain: string;
  domainVerified: boolean;
  /** The TXT record that proves the domain. */
  domainRecord: { name: string; value: string };
  issuer: string;
  oidc: {
    clientId: string;
    hasSecret: boolean;
    scopes: string[];
    /** To enter at the identity provider. */
    redirectUrl: string;
  } | null;
  saml: {
    entryPoint: string;
    /** Null: `email`, or the NameID when there is none. */
    emailAttribute: string | null;
    certificates: { subject: string; expiresAt: string }[];
    /** To enter at the identity provider. */
    acsUrl: string;
    entityId: string;
    metadataUrl: string;
  } | null;
  /** Of those who join by signing in and match no rule. */
  defaultRole: Role;
  roleMapping: SsoRoleRule[];
  createdAt: string;
  updatedAt: string;
}
