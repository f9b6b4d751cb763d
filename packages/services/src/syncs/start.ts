import { finishRun, getUnfinishedRun, insertRun, lockConnection, newId } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { idempotencyKeySchema } from '../connections/connection-input.ts';
import { connectionNotFound, requireConnection } from '../connections/require-connection.ts';
import { requireUsable } from '../connections/require-usable.ts';
import { requirePermission } from '../permissions.ts';
import { once } from '../support/once.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requireSync } from './require-sync.ts';
import { maxWaitingSyncsOf, requireRoomToWait } from './waiting-limit.ts';

const inputSchema = z.strictObject({
  connectionId: idSchema,
  /** The first of the manifest when left out. */
  sync: z.string().min(1).max(100).optional(),
  mode: z.enum(['full', 'delta']).default('full'),
  idempotencyKey: idempotencyKeySchema,
  trigger: z.enum(['manual', 'schedule', 'system']).default('manual'),
});

/**
 * Queues a sync and gives its run. One sync of a connection is queued or running at a time: a second is a `conflict` that names
 * the run there is. An organization of which very many wait already is `rate_limited`.
 */
export async function startSync(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<{ runId: string }> {
  const { deps, actor } = context;
  requirePermission(actor, 'syncs.start');
  const { connectionId, idempotencyKey, trigger, ...given } = parseInput(inputSchema, input);
  const known = await requireConnection(context, connectionId);
  const manifest = deps.registry.require(known.providerSlug);
  const { name, mode } = requireSync(manifest, given);
  const key = { organizationId: actor.organizationId, id: connectionId };

  const scope = `syncs.start ${connectionId}`;
  const { id: runId, isRepeated } = await once(context, { scope, key: idempotencyKey, request: given }, async (tx) => {
    const connection = await lockConnection(tx, key);
    if (!connection) throw connectionNotFound();
    requireUsable(connection);
    const { organizationId } = actor;
    const unfinished = await getUnfinishedRun(tx, { organizationId, connectionId, kind: 'sync', name });
    if (unfinished) {
      throw new PatchbayError(
        'conflict',
        `The sync "${name}" of this connection is ${unfinished.status} already (${unfinished.id}). Wait for it, or cancel it.`,
        { data: { runId: unfinished.id } },
      );
    }
    await requireRoomToWait(tx, { organizationId, limit: maxWaitingSyncsOf(deps.settings) });
    const run = await insertRun(tx, {
      id: newId('run'),
      organizationId,
      connectionId,
      providerSlug: connection.providerSlug,
      kind: 'sync',
      name,
      mode,
      trigger,
      createdBy: actor.id,
      createdAt: new Date(deps.clock.now()),
    });
    if (trigger === 'manual') {
      await appendAuditNote(tx, context, {
        action: 'sync.start',
        target: { type: 'connection', id: connectionId, label: connection.name },
        after: { sync: name, mode, runId: run.id },
      });
    }
    return run.id;
  });
  if (!isRepeated) await enqueue(context, runId);
  return { runId };
}

async function enqueue({ deps, actor }: ServiceContext, runId: string): Promise<void> {
  const { organizationId } = actor;
  try {
    await deps.jobs.enqueue({ name: 'sync.run', data: { organizationId, runId } });
  } catch (cause) {
    const message = 'The job queue did not take the sync.';
    const nextStep = 'Try again; when it stays, whoever runs Patchbay should look at its log.';
    const error = { code: 'internal', class: 'bug', message, nextStep };
    await finishRun(deps.db.orm, {
      organizationId,
      id: runId,
      status: 'error',
      error,
      now: new Date(deps.clock.now()),
    });
    throw new PatchbayError('internal', `${message} ${nextStep}`, { cause });
  }
}
