import {
  getSyncState,
  getUnfinishedRun,
  lockConnection,
  type Connection as StoredConnection,
  type SyncState,
  saveSyncSettings,
} from '@patchbay/db';
import { PatchbayError, type Sync, toCanonicalJson } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { requireNoProblems } from '../connections/check-connection-input.ts';
import { connectionNotFound } from '../connections/require-connection.ts';
import { toAuditDifference } from '../connections/to-audit-view.ts';
import type { SyncInfo } from '../dto/index.ts';
import { checkFields } from '../fields/check-fields.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, invalidInput, parseInput } from '../support/parse-input.ts';
import type { ServiceContext, ServiceDeps } from '../types.ts';
import { checkSchedule } from './check-schedule.ts';
import { getSync, syncNotFound } from './get.ts';
import { nextDue } from './next-due.ts';
import { scheduleOf } from './schedule-of.ts';

/** How often a schedule may tick, unless the operator says otherwise. */
const defaultMinIntervalMinutes = 5;

const inputSchema = z.strictObject({
  connectionId: idSchema,
  sync: z.string().min(1).max(100),
  /** Five cron fields in UTC; null is what the manifest says. */
  schedule: z.string().trim().max(100).nullable().optional(),
  /** Null is what the manifest says. */
  isEnabled: z.boolean().nullable().optional(),
  /** A variable not given keeps its value, a blank one is cleared. */
  variables: z.record(z.string().min(1).max(100), z.unknown()).optional(),
});

type Settings = Pick<SyncState, 'isEnabled' | 'schedule' | 'variables'>;

/** Sets when and how a sync of a connection runs: its schedule, whether it is on, its variables. What is not given stays as it is. */
export async function updateSync(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<SyncInfo> {
  const { deps, actor } = context;
  requirePermission(actor, 'syncs.update');
  const { connectionId, sync: name, ...given } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  await deps.db.orm.transaction(async (tx) => {
    const connection = await lockConnection(tx, { organizationId, id: connectionId });
    if (!connection) throw connectionNotFound();
    const sync = requireDeclared(deps, connection, name);
    const key = { organizationId, connectionId, sync: name };
    const state = await getSyncState(tx, key);
    const before: Settings = {
      isEnabled: state?.isEnabled ?? null,
      schedule: state?.schedule ?? null,
      variables: state?.variables ?? null,
    };
    const after = toSettings(deps, sync, before, given);
    if (toCanonicalJson(before) === toCanonicalJson(after)) return;
    const readsOtherwise = toCanonicalJson(before.variables) !== toCanonicalJson(after.variables);
    if (readsOtherwise) {
      const running = await getUnfinishedRun(tx, { organizationId, connectionId, kind: 'sync', name });
      if (running?.status === 'running') {
        throw new PatchbayError(
          'conflict',
          `The sync is running (${running.id}), with the variables as they were. Wait for it or cancel it, then change them.`,
          { data: { runId: running.id } },
        );
      }
    }
    const now = new Date(deps.clock.now());
    const { isEnabled, schedule } = scheduleOf(sync, after);
    await saveSyncSettings(tx, key, {
      ...after,
      nextDueAt: isEnabled && schedule ? nextDue(schedule, { connectionId, after: now }) : null,
      failedAttempts: 0,
      skippedReason: null,
      // What was remembered is of another read: the next one begins anew.
      ...(readsOtherwise && { state: null, checkpoint: null }),
      updatedAt: now,
    });
    await appendAuditNote(tx, context, {
      action: 'sync.update',
      target: { type: 'connection', id: connectionId, label: connection.name },
      ...toAuditDifference({ ...before }, { ...after }),
    });
  });
  return getSync(context, { connectionId, sync: name });
}

function requireDeclared(
  { registry }: Pick<ServiceDeps, 'registry'>,
  { providerSlug }: StoredConnection,
  name: string,
): Sync {
  const { syncs } = registry.require(providerSlug);
  const sync = Object.hasOwn(syncs, name) ? syncs[name] : undefined;
  if (!sync) throw syncNotFound(name, Object.keys(syncs));
  return sync;
}

function toSettings(
  { settings, egress }: Pick<ServiceDeps, 'settings' | 'egress'>,
  sync: Sync,
  before: Settings,
  given: Omit<z.output<typeof inputSchema>, 'connectionId' | 'sync'>,
): Settings {
  if (typeof given.schedule === 'string') {
    const minIntervalMinutes = settings.minSyncIntervalMinutes ?? defaultMinIntervalMinutes;
    const problem = checkSchedule(given.schedule, { minIntervalMinutes });
    if (problem) throw invalidInput([{ path: 'schedule', message: problem }]);
  }
  // A variable a newer manifest no longer knows is dropped, not held against the caller.
  const known = Object.entries(before.variables ?? {}).filter(([field]) => Object.hasOwn(sync.variables, field));
  const checked =
    given.variables &&
    checkFields(sync.variables, { ...Object.fromEntries(known), ...given.variables }, { path: 'variables', egress });
  requireNoProblems(checked?.problems ?? []);
  return {
    isEnabled: given.isEnabled === undefined ? before.isEnabled : given.isEnabled,
    schedule: given.schedule === undefined ? before.schedule : given.schedule,
    variables: checked ? checked.values : before.variables,
  };
}
