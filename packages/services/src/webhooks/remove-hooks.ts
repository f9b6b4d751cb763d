import { listEndpointsOfConnection, updateWebhookEndpoint } from '@patchbay/db';
import type { ServiceContext } from '../types.ts';
import { announceEndpoint } from './announce-endpoint.ts';
import { removeHookOf } from './delete.ts';

/**
 * Removes the hooks of a connection at the provider, while its credentials are still there. From then on its endpoints take nothing.
 * What could not be removed is told with each of them.
 */
export async function removeHooksOfConnection(context: ServiceContext, connectionId: string): Promise<void> {
  const { deps, actor } = context;
  const { organizationId } = actor;
  for (const row of await listEndpointsOfConnection(deps.db.orm, { organizationId, connectionId })) {
    if (row.hookState === 'removed') continue;
    const leftToDo = await removeHookOf(context, row);
    await updateWebhookEndpoint(deps.db.orm, {
      ...{ organizationId, id: row.id },
      changes: {
        hookId: null,
        hookState: 'removed',
        hookMessage:
          leftToDo ?? 'The hook was removed with the disconnect. Register it again once the connection works.',
      },
    });
    await announceEndpoint(deps, row);
  }
}
