import { getConnection, listEndpointsToCheck, updateWebhookEndpoint } from '@patchbay/db';
import { isPatchbayError } from '@patchbay/schema';
import { loadTarget } from '../connections/load-target.ts';
import type { ServiceDeps } from '../types.ts';
import { checkHook } from './check-hook.ts';
import { checkHooksEveryMs } from './webhook-policy.ts';

/** Looks at hooks nobody has looked at for hours, some at a time. Gives how many it looked at. */
export async function checkDueHooks(
  deps: ServiceDeps,
  { limit = 20, signal }: { limit?: number; signal?: AbortSignal } = {},
): Promise<number> {
  if (deps.settings.offline) return 0;
  const checkedBefore = new Date(deps.clock.now() - checkHooksEveryMs);
  const due = await listEndpointsToCheck(deps.db.orm, { checkedBefore, limit });
  for (const row of due) {
    signal?.throwIfAborted();
    const { organizationId, connectionId } = row;
    const connection = await getConnection(deps.db.orm, { organizationId, id: connectionId });
    // It takes its place at the end of the line: those that can be looked at must not wait behind it.
    const postpone = () =>
      updateWebhookEndpoint(deps.db.orm, {
        organizationId,
        id: row.id,
        changes: { hookCheckedAt: new Date(deps.clock.now()) },
      });
    if (connection?.status !== 'active') {
      await postpone();
      continue;
    }
    const actor = { type: 'system', id: 'patchbay', organizationId, role: 'owner', scopes: null } as const;
    try {
      const { target } = await loadTarget({ deps, actor }, connectionId);
      await checkHook(deps, target, row);
    } catch (error) {
      const told = { webhookId: row.id, error: error instanceof Error ? error.message : String(error) };
      if (isPatchbayError(error)) deps.logger.warn(told, 'could not look at a hook');
      else deps.logger.error(told, 'looking at a hook failed');
      await postpone();
    }
  }
  return due.length;
}
