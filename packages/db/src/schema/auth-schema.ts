import { accounts } from './accounts.ts';
import { apiKeys } from './api-keys.ts';
import { invitations } from './invitations.ts';
import { members } from './members.ts';
import { organizations } from './organizations.ts';
import { sessions } from './sessions.ts';
import { ssoProviders } from './sso-providers.ts';
import { users } from './users.ts';
import { verifications } from './verifications.ts';

/**
 * The tables better-auth writes, under the names its Drizzle adapter looks for with `usePlural: true`:
 * `drizzleAdapter(db.orm, { provider: 'pg', usePlural: true, schema: authSchema })`.
 */
export const authSchema = {
  users,
  sessions,
  accounts,
  verifications,
  organizations,
  members,
  invitations,
  apikeys: apiKeys,
  ssoProviders,
};
