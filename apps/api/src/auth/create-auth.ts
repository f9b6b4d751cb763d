import { randomBytes } from 'node:crypto';
import { apiKey } from '@better-auth/api-key';

import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { organization } from 'better-auth/plugins/organization';
import { accessControl, roles } from './access-control.ts';
import { type AuthIdPrefix, type AuthSettings, clientAddressHeader, cookiePrefix } from './auth-settings.ts';
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
  return betterAuth({
    appName: 'Patchbay',
    baseURL: settings.apiUrl,
    basePath: '/api/auth',
    secret: settings.secret,
    database: createAuthAdapter(settings, false),
    trustedOrigins: [...settings.origins],
    telemetry: { enabled: false },
    logger: { level: 'error', log: (level, message) => settings.logger[level]({ from: 'better-auth' }, message) },
    onAPIError: {
      onError: (error) => {
        // A refusal is an answer, not a fault of ours.
        if (!(error instanceof APIError)) settings.logger.error({ err: error }, 'better-auth failed');
      },
    },
    // Attempts are limited before they get here, by the address that trusted proxies name.
    rateLimit: { enabled: false },
    session: { expiresIn: SESSION_SECONDS, updateAge: 24 * 3_600 },
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
    databaseHooks: {
      session: {
        create: {
          // A person works in one organization at a time: the first one until another is chosen.
          before: async (session, context) => {
            const membership = await context?.context.adapter.findOne<{ organizationId: string }>({
              model: 'member',
              where: [{ field: 'userId', value: session.userId }],
            });
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
      }),
    },
    plugins: [
      organization({
        ac: accessControl,
        roles,
        creatorRole: 'owner',
        allowUserToCreateOrganization: false,
        disableOrganizationDeletion: true,
        membershipLimit: 10_000,
        // Mail is not sent: the one who invites passes the link on, and its id is the proof.
        requireEmailVerificationOnInvitation: false,
        organizationHooks: { afterAcceptInvitation: forget },
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
}

export type Auth = ReturnType<typeof createAuth>;
