import { randomBytes } from 'node:crypto';
import { apiKey } from '@better-auth/api-key';
import type { DBAdapter } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { organization } from 'better-auth/plugins/organization';
import { accessControl, roles } from './access-control.ts';
import {
  type AuthIdPrefix,
  type AuthSettings,
  clientAddressHeader,
  cookiePrefix,
  type StoredProvider,
  ssoProviderPrefix,
} from './auth-settings.ts';
import {
  isInOwnDomain,
  isOwnerOf,
  isUnverified,
  type Membership,
  outsideDomain,
  providerOfPath,
  removedMember,
  requireOwnAccount,
  requireOwnIdToken,
  singleSignOn,
  ssoManagementPaths,
  unverifiedAddress,
} from './single-sign-on.ts';
import { withSsoSecrets } from './sso-secrets.ts';
import { isPeoplePath, toPeopleChange } from './to-people-change.ts';

const idPrefixes: Record<string, AuthIdPrefix> = {
  user: 'usr',
  session: 'ses',
  account: 'acc',
  verification: 'ver',
  organization: 'org',
  member: 'mem',
  apikey: 'key',
};

/**
 * Keys, members and invitations are managed by /api/v1, which knows roles and scopes and writes the audit log. The reads are off
 * too: they show every member the ids of invitations, with which one can join in a higher role.
 */
const disabledPaths = [
  ...['create', 'update', 'delete', 'get', 'list'].map((verb) => `/api-key/${verb}`),
  ...[
    'invite-member',
    'cancel-invitation',
    'get-invitation',
    'list-invitations',
    'list-user-invitations',
    'get-full-organization',
    'update-member-role',
    'remove-member',
    'leave',
  ].map((verb) => `/organization/${verb}`),
  ...ssoManagementPaths,
];

/** The minutes a person stays signed in without coming back, in seconds. */
const SESSION_SECONDS = 7 * 24 * 3_600;

/** better-auth's tables, as its adapter finds them. `transaction` is for work that must happen whole. */
export function createAuthAdapter(settings: AuthSettings, transaction: boolean) {
  return drizzleAdapter(settings.db.orm, {
    provider: 'pg',
    usePlural: true,
    schema: settings.tables,
    transaction,
  });
}

/** People: sign-in by email and password, organizations with roles, API keys. Sign-up takes an invitation. */
export function createAuth(settings: AuthSettings) {
  const forget = () => settings.onChange();
  /** Identity providers in the operator's own network, for the requests of single sign-on alone: the library calls no others there. */
  async function privateIssuers(request: Request | undefined): Promise<string[]> {
    const id = /\/api\/auth\/(?:sso\/callback\/|sign-in\/sso\?provider=)([\w-]+)/.exec(request?.url ?? '')?.[1];
    if (id === undefined) return [];
    const { adapter } = await auth.$context;
    const row = await adapter.findOne<StoredProvider>({
      model: 'ssoProvider',
      where: [{ field: 'providerId', value: id }],
    });
    const config: unknown = row?.oidcConfig ? JSON.parse(row.oidcConfig) : null;
    const urls = Object.values((config ?? {}) as Record<string, unknown>).filter(
      (value): value is string => typeof value === 'string' && URL.canParse(value),
    );
    const allowed = await Promise.all(urls.map(settings.sso.isAllowedUrl));
    return [...new Set(urls.filter((_, index) => allowed[index]).map((url) => new URL(url).origin))];
  }
  /**
   * Whom an identity provider may sign in: people of its domain whom nobody has removed, and owners only where their role is its to
   * give.
   */
  async function admit(context: HookContext, providerId: string, userId: string) {
    const [provider, user, memberships] = await Promise.all([
      findProvider(context, providerId),
      findOne<{ email: string }>(context, 'user', 'id', userId),
      membershipsOf(context, userId),
    ]);
    const organizationId = provider?.organizationId ?? null;
    if (organizationId === null || !user || !isInOwnDomain(user.email, provider))
      throw new APIError('FORBIDDEN', outsideDomain);
    if (await settings.sso.isKeptOut({ organizationId, userId, email: user.email }))
      throw new APIError('FORBIDDEN', removedMember);
    if (isOwnerOf(memberships, organizationId) && !(await settings.sso.opensOwners(providerId))) {
      throw new APIError('FORBIDDEN', {
        code: 'OWNER_NEEDS_PASSWORD',
        message: 'Owners sign in with their password, until one of them adds a rule that gives the role owner.',
      });
    }
    return { organizationId, memberships };
  }
  /** Takes an account's password and whatever else opens it. Nothing for somebody new. */
  async function endOtherSignIns(context: HookContext, organizationId: string, userId: string): Promise<void> {
    if (!context) return;
    const { adapter } = context.context;
    const where = [{ field: 'userId', value: userId }];
    if ((await adapter.deleteMany({ model: 'account', where })) === 0) return;
    await adapter.deleteMany({ model: 'session', where });
    const user = await findOne<{ email: string }>(context, 'user', 'id', userId);
    const label = user?.email ?? userId;
    await settings.onPeopleChange({
      organizationId,
      actor: { id: userId, label },
      action: 'member.end_other_sign_ins',
      target: { type: 'member', id: userId, label },
    });
    await forget();
  }
  const auth = betterAuth({
    appName: 'Patchbay',
    // Where browsers are: cookies are set there, and identity providers send people back there.
    baseURL: settings.appUrl,
    basePath: '/api/auth',
    secret: settings.secret,
    database: withSsoSecrets(createAuthAdapter(settings, false), settings.sso),
    trustedOrigins: async (request) => [...settings.origins, ...(await privateIssuers(request))],
    telemetry: { enabled: false },
    logger: { level: 'error', log: (level, message) => settings.logger[level]({ from: 'better-auth' }, message) },
    onAPIError: {
      errorURL: `${settings.appUrl}/sign-in`,
      onError: (error) => {
        // A refusal is an answer, not a fault of ours.
        if (!(error instanceof APIError)) settings.logger.error({ err: error }, 'better-auth failed');
      },
    },
    // Attempts are limited before they get here, by the address that trusted proxies name.
    rateLimit: { enabled: false },
    session: {
      expiresIn: SESSION_SECONDS,
      updateAge: 24 * 3_600,
      additionalFields: { ssoOrganizationId: { type: 'string', required: false, input: false } },
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
    },
    disabledPaths: [...disabledPaths],
    advanced: {
      cookiePrefix,
      useSecureCookies: settings.appUrl.startsWith('https://'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      database: {
        generateId: ({ model }) => {
          const prefix = idPrefixes[model];
          return prefix ? settings.newId(prefix) : randomBytes(16).toString('hex');
        },
      },
    },
    // Who belongs together is decided below: an address that nobody here has verified is not refused for that alone.
    account: { accountLinking: { requireLocalEmailVerified: false } },
    user: {
      // What the identity provider says at every sign-in, not only what is stored of the first.
      validateUserInfo: async ({ user, source }, context) => {
        if (source.sso === undefined) return;
        const provider = await findProvider(context, source.sso.providerId);
        const isOidc = source.method === 'sso-oidc';
        const refusal = !isInOwnDomain(user.email, provider)
          ? outsideDomain
          : isOidc && isUnverified(source.sso.profile)
            ? unverifiedAddress
            : null;
        return refusal === null ? undefined : { error: refusal.code, errorDescription: refusal.message };
      },
    },
    databaseHooks: {
      account: {
        create: {
          before: async (account, context) => {
            if (!account.providerId.startsWith(ssoProviderPrefix)) return;
            requireOwnIdToken(context, account.idToken, settings.secret);
            const { organizationId, memberships } = await admit(context, account.providerId, account.userId);
            requireOwnAccount(memberships, organizationId);
            // Whoever joined under this address, before its identity provider told whose it is, is out. Owners keep their
            // password for the day the identity provider fails.
            if (!isOwnerOf(memberships, organizationId)) await endOtherSignIns(context, organizationId, account.userId);
            return { data: { ...account, ...noTokens } };
          },
        },
        update: {
          before: async (account, context) => {
            if (providerOfPath(context) === null) return;
            requireOwnIdToken(context, account.idToken, settings.secret);
            return { data: { ...account, ...noTokens } };
          },
        },
      },
      session: {
        create: {
          // A person works in one organization at a time: the first one until another is chosen.
          before: async (session, context) => {
            const providerId = providerOfPath(context);
            if (providerId !== null) {
              // Whoever an identity provider vouches for is let into its own organization and no other.
              const { organizationId } = await admit(context, providerId, session.userId);
              return { data: { ...session, activeOrganizationId: organizationId, ssoOrganizationId: organizationId } };
            }
            const [membership] = await membershipsOf(context, session.userId);
            return { data: { ...session, activeOrganizationId: membership?.organizationId ?? null } };
          },
        },
        update: { after: forget },
        delete: { after: forget },
      },
    },
    hooks: {
      after: createAuthMiddleware(async (context) => {
        const { path, context: auth } = context;
        if (!isPeoplePath(path) || auth.returned instanceof APIError) return;
        const change = toPeopleChange({ path, returned: auth.returned, session: await getSessionFromCtx(context) });
        if (change) await settings.onPeopleChange(change);
      }),
      before: createAuthMiddleware(async (context) => {
        if (context.path !== '/sign-up/email') return;
        const { invitationId, email } = context.body ?? {};
        const invitation =
          typeof invitationId === 'string'
            ? await context.context.adapter.findOne<{ email: string; status: string; expiresAt: Date }>({
                model: 'invitation',
                where: [{ field: 'id', value: invitationId }],
              })
            : null;
        const isOpen =
          invitation?.status === 'pending' &&
          invitation.expiresAt.getTime() > settings.clock.now() &&
          typeof email === 'string' &&
          invitation.email.toLowerCase() === email.toLowerCase();
        if (!isOpen) {
          throw new APIError('FORBIDDEN', {
            code: 'SIGN_UP_NEEDS_INVITATION',
            message:
              'Signing up takes an open invitation to this address. Ask an owner or admin of the organization for one.',
          });
        }
        await clearAbandoned(context, email.toLowerCase());
      }),
    },
    plugins: [
      singleSignOn(settings),
      organization({
        ac: accessControl,
        roles,
        creatorRole: 'owner',
        allowUserToCreateOrganization: false,
        disableOrganizationDeletion: true,
        membershipLimit: 10_000,
        // Mail is not sent: the one who invites passes the link on, and its id is the proof.
        requireEmailVerificationOnInvitation: false,
        organizationHooks: {
          afterAcceptInvitation: async ({ member: { organizationId }, user: { id: userId, email } }) => {
            await settings.onInvitationAccepted({ organizationId, userId, email });
            await forget();
          },
        },
      }),
      apiKey({
        references: 'organization',
        defaultPrefix: 'pb_',
        defaultKeyLength: 48,
        enableMetadata: true,
        maximumNameLength: 100,
        startingCharactersConfig: { charactersLength: 9 },
        rateLimit: { enabled: false },
        keyExpiration: { maxExpiresIn: 3_650 },
      }),
    ],
  });
  return auth;
}

type HookContext = { context: { adapter: DBAdapter } } | null | undefined;

/**
 * Makes room for somebody invited whose old account nothing opens any more, such as that of a deleted identity provider. It belongs to
 * no organization, so there is nothing to take over.
 */
async function clearAbandoned(context: NonNullable<HookContext>, email: string): Promise<void> {
  const { adapter } = context.context;
  const user = await findOne<{ id: string }>(context, 'user', 'email', email);
  if (user === null) return;
  const where = [{ field: 'userId', value: user.id }];
  const [memberships, accounts] = [
    await membershipsOf(context, user.id),
    await adapter.count({ model: 'account', where }),
  ];
  if (memberships.length > 0 || accounts > 0) return;
  await adapter.delete({ model: 'user', where: [{ field: 'id', value: user.id }] });
}

/** What identity providers hand out besides who somebody is, nobody here needs. */
const noTokens = { accessToken: null, refreshToken: null, idToken: null };

function findOne<Row>(context: HookContext, model: string, field: string, value: string): Promise<Row | null> {
  return context ? context.context.adapter.findOne<Row>({ model, where: [{ field, value }] }) : Promise.resolve(null);
}

function findProvider(context: HookContext, providerId: string): Promise<StoredProvider | null> {
  return findOne<StoredProvider>(context, 'ssoProvider', 'providerId', providerId);
}

async function membershipsOf(context: HookContext, userId: string): Promise<Membership[]> {
  if (!context) return [];
  return context.context.adapter.findMany<Membership>({
    model: 'member',
    where: [{ field: 'userId', value: userId }],
  });
}

export type Auth = ReturnType<typeof createAuth>;
