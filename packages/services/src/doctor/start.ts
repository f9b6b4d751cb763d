import { getConnection, insertRuns, listConnections, type NewRun, newId } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { recordAudit } from '../audit/append.ts';
import { connectionNotFound } from '../connections/require-connection.ts';
import type { DoctorRun } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { getDoctorRun } from './get.ts';

/** Connections one doctor looks at, at most. */
const maxConnections = 500;

const inputSchema = z.strictObject({
  /** Left out: all connections that have credentials. */
  connectionIds: z
    .array(idSchema)
    .min(1, 'must name at least one connection')
    .max(maxConnections, `names more than ${maxConnections} connections`)
    .optional(),
});

/** Sends a doctor to connections: each is looked at by a worker, and its steps can be watched meanwhile. */
export async function startDoctor(
  context: ServiceContext,
  input: z.input<typeof inputSchema> = {},
): Promise<DoctorRun> {
  const { deps, actor } = context;
  requirePermission(actor, 'doctor.run');
  const { connectionIds } = parseInput(inputSchema, input);
  if (deps.settings.offline)
    throw new PatchbayError('offline', 'Patchbay is offline, so there is nothing a doctor could look at.');
  const { organizationId } = actor;
  const connections = await pick(context, connectionIds);
  if (connections.length === 0)
    throw new PatchbayError('conflict', 'There is no connection to look at. Connect a provider first.');
  const groupId = newId('doc');
  const now = new Date(deps.clock.now());
  const runs = connections.map(
    ({ id, providerSlug, name }): NewRun => ({
      ...{ id: newId('run'), organizationId, providerSlug, groupId, name },
      connectionId: id,
      kind: 'doctor',
      trigger: actor.type === 'system' ? 'system' : 'manual',
      createdBy: actor.id,
      createdAt: now,
    }),
  );
  await deps.db.orm.transaction((tx) => insertRuns(tx, runs));
  await recordAudit(context, {
    action: 'doctor.run',
    target: { type: 'doctor', id: groupId, label: null },
    after: { connectionIds: connections.map(({ id }) => id) },
  });
  // What does not get into the queue now does so with the next sweep.
  for (const { id } of runs) await deps.jobs.enqueue({ name: 'doctor.run', data: { organizationId, runId: id } });
  return getDoctorRun(context, { id: groupId });
}

async function pick({ deps, actor }: ServiceContext, ids: readonly string[] | undefined) {
  const { organizationId } = actor;
  if (ids === undefined) {
    const { rows } = await listConnections(deps.db.orm, { organizationId, limit: maxConnections });
    return rows.filter(({ status }) => status !== 'disconnected');
  }
  return Promise.all(
    [...new Set(ids)].map(async (id) => {
      const row = await getConnection(deps.db.orm, { organizationId, id });
      if (!row) throw connectionNotFound();
      return row;
    }),
  );
}
