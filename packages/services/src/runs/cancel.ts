import { getRun, requestRunCancel } from '@patchbay/db';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import type { Run } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { runNotFound } from './get.ts';
import { toRun } from './to-run.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** Asks a run to stop: a queued one is cancelled at once, a running one within seconds. One that has finished stays as it is. */
export async function cancelRun(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<Run> {
  const { deps, actor } = context;
  requirePermission(actor, 'runs.cancel');
  const { id } = parseInput(inputSchema, input);
  const key = { organizationId: actor.organizationId, id };
  return deps.db.orm.transaction(async (tx) => {
    const asked = await requestRunCancel(tx, { ...key, now: new Date(deps.clock.now()) });
    if (asked) {
      await appendAuditNote(tx, context, {
        action: 'run.cancel',
        target: { type: 'run', id, label: asked.name },
        after: { connectionId: asked.connectionId, kind: asked.kind, status: asked.status },
      });
      return toRun(asked);
    }
    const finished = await getRun(tx, key);
    if (!finished) throw runNotFound();
    return toRun(finished);
  });
}
