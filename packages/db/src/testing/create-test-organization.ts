import type { Database } from '../database.ts';
import { newId } from '../new-id.ts';
import { insertConnection } from '../queries/connections.ts';
import { insertOrganization } from '../queries/people.ts';
import type { Connection, NewConnection } from '../schema/connections.ts';
import { users } from '../schema/users.ts';

/** An organization with its owner. Call it again for a second tenant. */
export async function createTestOrganization(db: Database): Promise<{ organizationId: string; userId: string }> {
  const organizationId = newId('org');
  const userId = newId('usr');
  await db.orm.insert(users).values({ id: userId, name: 'Ada', email: `${userId}@example.com` });
  await insertOrganization(db.orm, {
    id: organizationId,
    name: 'Example',
    slug: organizationId,
    owner: { memberId: newId('mem'), userId },
  });
  return { organizationId, userId };
}

/** An active connection of the organization. */
export async function createTestConnection(
  db: Database,
  values: Pick<NewConnection, 'organizationId'> & Partial<NewConnection>,
): Promise<Connection> {
  return insertConnection(db.orm, {
    id: newId('con'),
    providerSlug: 'in-memory',
    name: 'Example',
    authMethod: 'none',
    status: 'active',
    ...values,
  });
}
