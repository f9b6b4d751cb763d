import { listRecords } from '@patchbay/db';
import { closestName } from '@patchbay/registry';
import { type Manifest, type Operation, PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { recordAudit } from '../audit/append.ts';
import { idempotencyKeySchema } from '../connections/connection-input.ts';
import { loadTarget } from '../connections/load-target.ts';
import { requireUsable } from '../connections/require-usable.ts';
import type { ActionResult } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { recordRun } from '../runs/record-run.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { errorOf, toActionResult } from './to-action-result.ts';

const inputSchema = z.strictObject({
  connectionId: idSchema,
  operation: z.string().min(1).max(100),
  input: z.record(z.string().max(100), z.unknown()).default({}),
  idempotencyKey: idempotencyKeySchema,
});

/**
 * Runs one declared operation, as a run. What the provider refuses is in the result; a bad input or an unknown operation is thrown.
 * Offline, writes are handed back unsent, and a read that fills a sync answers from the last records, in their form.
 */
export async function runAction(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<ActionResult> {
  const { deps, actor } = context;
  requirePermission(actor, 'actions.read');
  const { connectionId, operation: name, input: values, idempotencyKey } = parseInput(inputSchema, input);
  const loaded = await loadTarget(context, connectionId);
  const { manifest } = loaded.target;
  const operation = requireOperation(manifest, name);
  requirePermission(actor, `actions.${operation.safety}`);
  requireUsable(loaded);

  const isRead = operation.safety === 'read';
  // Records know nothing of inputs: only the whole list can be answered from them.
  if (deps.settings.offline && isRead && Object.keys(values).length === 0) {
    const remembered = await readFromRecords(context, connectionId, manifest, name);
    if (remembered) return remembered;
  }
  const connection = { id: connectionId, providerSlug: manifest.id };
  const run = { connection, kind: 'action' as const, name, secrets: loaded.credentials, isWrittenAhead: !isRead };
  const result = await recordRun(context, run, async ({ callOptions }) => {
    const value = await deps.runtime.execute(loaded.target, name, values, {
      ...callOptions,
      ...(idempotencyKey && { idempotencyKey }),
    });
    return { value, requests: value.requests, error: errorOf(value) };
  });
  if (result.success) deps.cache.noteUse('connection', connectionId, actor.organizationId, deps.clock.now());
  if (!isRead) {
    await recordAudit(context, {
      action: 'action.run',
      target: { type: 'connection', id: connectionId, label: loaded.name },
      after: {
        operation: name,
        safety: operation.safety,
        success: result.success,
        skippedOffline: result.skippedOffline,
      },
    });
  }
  return toActionResult(result);
}

function requireOperation(manifest: Manifest, name: string): Operation {
  const operation = Object.hasOwn(manifest.operations, name) ? manifest.operations[name] : undefined;
  if (operation) return operation;
  const nearest = closestName(name, Object.keys(manifest.operations));
  const hint = nearest ? ` Did you mean "${nearest}"?` : ' Its page lists those there are.';
  throw new PatchbayError('not_found', `${manifest.name} has no operation "${name.slice(0, 100)}".${hint}`);
}

/** The last records of a sync this operation fills, as many as an operation gives at once, or null when it fills none. */
async function readFromRecords(
  { deps, actor }: ServiceContext,
  connectionId: string,
  manifest: Manifest,
  name: string,
): Promise<ActionResult | null> {
  const sync = Object.entries(manifest.syncs).find(
    ([, candidate]) => candidate.operation === name && !candidate.forEach,
  );
  if (!sync) return null;
  const { organizationId } = actor;
  const params = { organizationId, connectionId, sync: sync[0], limit: 1_000 };
  const { rows, nextCursor } = await listRecords(deps.db.orm, params);
  const items = rows.map((row) => row.data);
  return {
    success: true,
    result: items,
    items,
    ...(nextCursor !== null && { truncated: true }),
    skippedOffline: false,
  };
}
