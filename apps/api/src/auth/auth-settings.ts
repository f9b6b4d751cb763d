import type { Clock, Logger, ServiceDeps, SignedInPerson } from '@patchbay/services';

/** better-auth's name prefix; the session cookie is called `patchbay.session_token`. */
export const cookiePrefix = 'patchbay';
export const sessionCookieName = `${cookiePrefix}.session_token`;

/** The channel on which processes tell each other to forget who they know. */
export const authChannel = 'patchbay_auth';

/** The header in which better-auth is told the client's address; a caller's own is dropped. */
export const clientAddressHeader = 'x-patchbay-client-address';

/** What an id of better-auth's tables begins with. */
export type AuthIdPrefix = 'usr' | 'ses' | 'acc' | 'ver' | 'org' | 'mem' | 'key';

/** How ids of identity providers begin; accounts of single sign-on carry them. */
export const ssoProviderPrefix = 'sso_';

/** Somebody, with an organization they want into. */
export interface PersonOfOrganization {
  organizationId: string;
  userId: string;
  email: string;
}

/** A change among people, for the audit log. */
export interface PeopleChange {
  organizationId: string;
  actor: { id: string; label: string };
  action: string;
  target: { type: string; id: string; label: string | null };
  after?: unknown;
}

/** Begun by POST /api/v1/sso/start alone, which decides where people end. */
export const ssoStartPath = '/sign-in/sso';

/** Ties a SAML response to the browser that asked for it; set by better-auth, whose name for it this is. */
export const relayStateCookieName = `${cookiePrefix}.relay_state`;

/** What single sign-on needs of the services, which know the organizations' identity providers. */
export interface SsoSettings {
  /** The configuration of a stored provider with its secret. */
  openConfig(row: StoredProvider): string | null;
  /** Whether owners may sign in with a provider. */
  opensOwners(providerId: string): Promise<boolean>;
  /** Whether somebody was removed from the organization and not invited again. */
  isKeptOut(person: PersonOfOrganization): Promise<boolean>;
  /** Makes whoever signed in a member of the provider's organization; false when they are kept out of it. */
  onSignIn(person: SignedInPerson): Promise<boolean>;
  /** What identity providers are called with: it dials checked addresses only. */
  fetch: typeof fetch;
  /** Whether requests may go there, by the addresses of the host. */
  isAllowedUrl(url: string): Promise<boolean>;
}

/** The columns of a provider that single sign-on reads. */
export interface StoredProvider {
  id: string;
  organizationId: string | null;
  domain: string;
  domainVerified: boolean;
  oidcConfig: string | null;
  envelope: string | null;
}

export interface AuthSettings {
  db: ServiceDeps['db'];
  /** The tables better-auth writes, by the names its adapter looks for; handed over by main.ts, which knows the database. */
  tables: Record<string, unknown>;
  newId(prefix: AuthIdPrefix): string;
  clock: Clock;
  logger: Logger;
  /** Signs session cookies; at least 32 characters. */
  secret: string;
  /** Where the API is reached. */
  apiUrl: string;
  /** Where the admin is reached; HTTPS here makes cookies secure. */
  appUrl: string;
  /** Origins whose pages may sign in. */
  origins: readonly string[];
  /** Called when a key was revoked, a session ended or a role changed. */
  onChange(): Promise<void>;
  sso: SsoSettings;
  /** Called when somebody has accepted an invitation. */
  onInvitationAccepted(person: PersonOfOrganization): Promise<void>;
  /** Called after somebody accepted or declined an invitation, or the organization was renamed. */
  onPeopleChange(change: PeopleChange): Promise<void>;
}
