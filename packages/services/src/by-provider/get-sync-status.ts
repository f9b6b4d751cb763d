import { listSyncStates } from '@patchbay/db';
import { z } from 'zod';
import type { ProviderSyncStatus } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import { toIso } from '../support/to-iso.ts';
import { scheduleOf } from '../syncs/schedule-of.ts';
import type { ServiceContext } from '../types.ts';
import { findOnlyConnection } from './find-only-connection.ts';

const inputSchema = z.strictObject({ slug: idSchema });

/** How the last sync and the last test went, and how each sync stands. */
export async function getProviderSyncStatus(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<ProviderSyncStatus> {
  const { deps, actor } = context;
  requirePermission(actor, 'connections.get');
  const { slug } = parseInput(inputSchema, input);
  const { manifest, connection } = await findOnlyConnection(context, slug);
  const { organizationId } = actor;
  const states = connection ? await listSyncStates(deps.db.orm, { organizationId, connectionId: connection.id }) : [];
  const byName = new Map(states.map((state) => [state.sync, state]));
  return {
    configured: connection !== null,
    lastTestStatus: connection?.lastTestStatus ?? null,
    lastTestedAt: toIso(connection?.lastTestAt ?? null),
    lastSyncStatus: connection?.lastSyncStatus ?? null,
    lastSyncMessage: connection?.lastSyncMessage ?? null,
    lastSyncedAt: toIso(connection?.lastSyncAt ?? null),
    syncs: Object.entries(manifest.syncs).map(([sync, declared]) => {
      const state = byName.get(sync);
      return {
        sync,
        ...scheduleOf(declared, state ?? null),
        nextDueAt: toIso(state?.nextDueAt ?? null),
        failedAttempts: state?.failedAttempts ?? 0,
        skippedReason: state?.skippedReason ?? null,
        lastRunId: state?.lastRunId ?? null,
        lastRunStatus: state?.lastRunStatus ?? null,
        lastRunAt: toIso(state?.lastRunAt ?? null),
        lastSuccessAt: toIso(state?.lastSuccessAt ?? null),
      };
    }),
  };
}
