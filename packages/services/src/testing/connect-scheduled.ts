import { type Connection, updateConnection } from '@patchbay/db';
import { createTestConnection } from '@patchbay/db/testing';
import type { TestServices } from './create-test-services.ts';

/** Connections whose last test succeeded, made in the database alone: thousands in a moment. */
export async function connectScheduled(
  { deps }: TestServices,
  {
    organizationId,
    count = 1,
    providerSlug = 'item-store',
    baseUrl = 'http://127.0.0.1:9',
  }: { organizationId: string; count?: number; providerSlug?: string; baseUrl?: string },
): Promise<Connection[]> {
  const made: Connection[] = [];
  for (let index = 0; index < count; index++) {
    made.push(
      await createTestConnection(deps.db, {
        organizationId,
        providerSlug,
        name: `Items ${index}`,
        settings: { baseUrl, pageSize: 100 },
        lastTestStatus: 'success',
        lastTestAt: new Date(deps.clock.now()),
      }),
    );
  }
  return made;
}

/** Sets columns of a connection behind the back of the services. */
export async function setConnection(
  { deps }: TestServices,
  { id, organizationId }: Pick<Connection, 'id' | 'organizationId'>,
  changes: Parameters<typeof updateConnection>[1]['changes'],
): Promise<void> {
  await updateConnection(deps.db.orm, { organizationId, id, changes });
}
