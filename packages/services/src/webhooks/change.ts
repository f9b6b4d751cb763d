import {
  type Executor,
  lockWebhookEndpoint,
  updateWebhookEndpoint as updateRow,
  type WebhookEndpoint,
  type WebhookEndpointChanges,
} from '@patchbay/db';
import { appendAuditNote } from '../audit/append.ts';
import { toAuditDifference } from '../connections/to-audit-view.ts';
import type { ServiceContext } from '../types.ts';
import { announceEndpoint } from './announce-endpoint.ts';
import { endpointNotFound } from './require-endpoint.ts';
import { toEndpointAuditView } from './to-endpoint.ts';

/** Changes an endpoint in one transaction with its line in the audit log. `decide` sees the row locked; null is no change. */
export async function changeEndpoint(
  context: ServiceContext,
  { id, connectionId, action }: { id: string; connectionId?: string | undefined; action: string },
  decide: (row: WebhookEndpoint, tx: Executor) => WebhookEndpointChanges | null,
): Promise<WebhookEndpoint> {
  const { deps, actor } = context;
  const key = { organizationId: actor.organizationId, id };
  const changed = await deps.db.orm.transaction(async (tx) => {
    const before = await lockWebhookEndpoint(tx, key);
    if (before === null || (connectionId !== undefined && before.connectionId !== connectionId))
      throw endpointNotFound();
    const changes = decide(before, tx);
    if (changes === null) return before;
    const after = await updateRow(tx, { ...key, changes });
    if (after === null) throw endpointNotFound();
    await appendAuditNote(tx, context, {
      action,
      target: { type: 'webhook', id, label: after.resource },
      ...toAuditDifference(toEndpointAuditView(before), toEndpointAuditView(after)),
    });
    return after;
  });
  await announceEndpoint(deps, changed);
  return changed;
}
