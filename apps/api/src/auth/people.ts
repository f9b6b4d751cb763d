import { PatchbayError } from '@patchbay/schema';
import type { IdentityProvider, Role } from '@patchbay/services';
import { type AuthSettings, sessionCookieName, ssoStartPath } from './auth-settings.ts';
import type { Caller } from './authenticator.ts';
import type { Auth } from './create-auth.ts';
import { createOwner } from './create-owner.ts';
import { type ApiKeyRights, readApiKeyRights, type StoredApiKey } from './stored-api-key.ts';
import { toNonce } from './to-nonce.ts';
import { withFetch } from './with-fetch.ts';

export interface NewApiKey {
  organizationId: string;
  name: string;
  role: Role;
  /** Null: all the role may do. */
  scopes: string[] | null;
  expiresInDays: number | null;
  /** The user it was made by or for. */
  createdBy: string | null;
}

export type ReadApiKey = StoredApiKey & ApiKeyRights;

/** Sign-in, sessions and keys. */
export interface People extends IdentityProvider {
  /** Answers everything under /api/auth. */
  handle(request: Request): Promise<Response>;
  findSession(cookie: string): Promise<{ caller: Caller; expiresAt: Date; setCookies: string[] } | null>;
  /** The address of whoever is signed in, also when they belong to no organization yet. */
  findSignedIn(cookie: string | undefined): Promise<string | null>;
  /** Lets every process forget who it knows: somebody's role or membership has changed. */
  announceChange(): Promise<void>;
  /** Begins a sign-in at an identity provider: where to send the browser, and the cookies that tie its return to it. */
  startSso(providerId: string, email: string): Promise<{ url: string; setCookies: string[] }>;
  createApiKey(input: NewApiKey): Promise<{ stored: ReadApiKey; key: string }>;
  /** Newest first. */
  listApiKeys(organizationId: string, limit: number, offset: number): Promise<ReadApiKey[]>;
  getApiKey(organizationId: string, id: string): Promise<ReadApiKey | null>;
  deleteApiKey(id: string): Promise<void>;
}

/** better-auth is large: it is loaded when the first person or key needs it, not at start. */
export function createPeople(settings: AuthSettings): People {
  let loading: Promise<Auth> | undefined;
  const load = () => {
    loading ??= import('./create-auth.ts').then(({ createAuth }) => createAuth(settings));
    return loading;
  };
  /** Identity providers are called while a request is answered, and never else. */
  const answer = async (request: Request) => {
    const auth = await load();
    return withFetch(settings.sso.fetch, () => auth.handler(request));
  };
  const adapter = async () => (await (await load()).$context).adapter;

  const people: People = {
    createOwner: async (input) => createOwner(settings, await load(), people, input),

    handle: answer,

    async findSession(cookie) {
      const auth = await load();
      const { response, headers } = await auth.api.getSession({
        headers: new Headers({ cookie }),
        returnHeaders: true,
      });
      if (!response) return null;
      const { user, session } = response;
      const memberships = await (await adapter()).findMany<{ organizationId: string; role: Role }>({
        model: 'member',
        where: [{ field: 'userId', value: user.id }],
      });
      const active = session.activeOrganizationId;
      const sso = (session as { ssoOrganizationId?: string | null }).ssoOrganizationId ?? null;
      // An identity provider opens its own organization only.
      const open = sso === null ? memberships : memberships.filter(({ organizationId }) => organizationId === sso);
      const membership = open.find(({ organizationId }) => organizationId === active) ?? open[0];
      // Someone removed from the last organization is signed in to nothing.
      if (!membership) return null;
      return {
        caller: {
          via: 'session',
          rateKey: `user:${user.id}`,
          user: { id: user.id, email: user.email, name: user.name },
          actor: {
            type: 'user',
            id: user.id,
            organizationId: membership.organizationId,
            role: membership.role,
            scopes: null,
            label: user.email,
          },
        },
        expiresAt: new Date(session.expiresAt),
        setCookies: headers.getSetCookie(),
      };
    },

    async findSignedIn(cookie) {
      if (!cookie?.includes(sessionCookieName)) return null;
      const session = await (await load()).api.getSession({ headers: new Headers({ cookie }) });
      return session?.user.email ?? null;
    },

    async startSso(providerId, email) {
      const answered = await answer(
        new Request(`${settings.appUrl}/api/auth${ssoStartPath}?provider=${providerId}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: settings.appUrl },
          body: JSON.stringify({
            providerId,
            loginHint: email,
            callbackURL: `${settings.appUrl}/`,
            errorCallbackURL: `${settings.appUrl}/sign-in`,
          }),
        }),
      );
      const body = (await answered.json()) as { url?: string; message?: string };
      if (!answered.ok || typeof body.url !== 'string')
        throw new PatchbayError(
          'upstream_failed',
          `The identity provider cannot be used: ${(body.message ?? 'it gave no reason').replace(/\.$/, '')}.`,
        );
      return { url: withNonce(body.url, settings.secret), setCookies: answered.headers.getSetCookie() };
    },

    announceChange: () => settings.onChange(),

    async createApiKey({ organizationId, name, role, scopes, expiresInDays, createdBy }) {
      const auth = await load();
      const owner = createdBy ?? (await findOwner(await adapter(), organizationId));
      const { key, ...stored } = await auth.api.createApiKey({
        body: {
          organizationId,
          userId: owner,
          name,
          metadata: { role, createdBy },
          ...(scopes && { permissions: { patchbay: scopes } }),
          ...(expiresInDays !== null && { expiresIn: expiresInDays * 24 * 3_600 }),
        },
      });
      return { stored: { ...stored, role, createdBy, scopes }, key };
    },

    async listApiKeys(organizationId, limit, offset) {
      const rows = await (await adapter()).findMany<StoredApiKey>({
        model: 'apikey',
        where: [{ field: 'referenceId', value: organizationId }],
        sortBy: { field: 'id', direction: 'desc' },
        limit,
        offset,
      });
      return rows.flatMap((row) => toReadApiKey(row) ?? []);
    },

    async getApiKey(organizationId, id) {
      const row = await (await adapter()).findOne<StoredApiKey>({
        model: 'apikey',
        where: [{ field: 'id', value: id }],
      });
      return row?.referenceId === organizationId ? toReadApiKey(row) : null;
    },

    async deleteApiKey(id) {
      await (await adapter()).delete({ model: 'apikey', where: [{ field: 'id', value: id }] });
      await settings.onChange();
    },
  };
  return people;
}

/** The address of an authorization endpoint, with the nonce that the ID token has to hold. One of SAML stays as it is. */
function withNonce(address: string, secret: string): string {
  const url = new URL(address);
  const state = url.searchParams.get('state');
  if (state === null || url.searchParams.has('SAMLRequest')) return address;
  url.searchParams.set('nonce', toNonce(secret, state));
  return url.href;
}

function toReadApiKey(row: StoredApiKey): ReadApiKey | null {
  const rights = readApiKeyRights(row);
  return rights && { ...row, ...rights };
}

/** better-auth makes a key in a member's name; where no person asked, that is the owner. */
async function findOwner(adapter: Awaited<Auth['$context']>['adapter'], organizationId: string): Promise<string> {
  const owner = await adapter.findOne<{ userId: string }>({
    model: 'member',
    where: [
      { field: 'organizationId', value: organizationId },
      { field: 'role', value: 'owner' },
    ],
  });
  return owner?.userId ?? '';
}
