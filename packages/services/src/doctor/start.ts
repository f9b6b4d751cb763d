import {
  type Connection,
  getConnection,
  insertRuns,
  listConnections,
  type NewRun,
  newId,
  type RunStep,
} from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { recordAudit } from '../audit/append.ts';
import { connectionNotFound } from '../connections/require-connection.ts';
import type { DoctorRun } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requireEndpoint } from '../webhooks/require-endpoint.ts';
import { getDoctorRun } from './get.ts';
import { waitingFor } from './wanted-webhook.ts';

/** Connections one may name. */
const maxNamed = 500;
/** Connections read, and runs written, by one statement. */
const pageSize = 500;

const inputSchema = z
  .strictObject({
    /** Left out: all connections that have credentials. */
    connectionIds: z
      .array(idSchema)
      .min(1, 'must name at least one connection')
      .max(maxNamed, `names more than ${maxNamed} connections`)
      .optional(),
    /** The one webhook of the connection to look at. Left out: the first few. */
    webhookId: idSchema.optional(),
  })
  .refine(({ connectionIds, webhookId }) => webhookId === undefined || connectionIds?.length === 1, {
    path: ['webhookId'],
    error: 'takes the one connection it belongs to',
  });

/** Sends a doctor to connections: each is looked at by a worker, and its steps can be watched meanwhile. */
export async function startDoctor(
  context: ServiceContext,
  input: z.input<typeof inputSchema> = {},
): Promise<DoctorRun> {
  const { deps, actor } = context;
  requirePermission(actor, 'doctor.run');
  const { connectionIds, webhookId } = parseInput(inputSchema, input);
  if (deps.settings.offline)
    throw new PatchbayError('offline', 'Patchbay is offline, so there is nothing a doctor could look at.');
  const { organizationId } = actor;
  const connections = await pick(context, connectionIds);
  if (connections.length === 0)
    throw new PatchbayError('conflict', 'There is no connection to look at. Connect a provider first.');
  const steps = webhookId === undefined ? null : [await planWebhook(context, connections[0]?.id ?? '', webhookId)];
  const groupId = newId('doc');
  const now = new Date(deps.clock.now());
  const runs = connections.map(
    ({ id, providerSlug, name }): NewRun => ({
      ...{ id: newId('run'), organizationId, providerSlug, groupId, name },
      connectionId: id,
      kind: 'doctor',
      steps,
      trigger: actor.type === 'system' ? 'system' : 'manual',
      createdBy: actor.id,
      createdAt: now,
    }),
  );
  await deps.db.orm.transaction(async (tx) => {
    for (let start = 0; start < runs.length; start += pageSize)
      await insertRuns(tx, runs.slice(start, start + pageSize));
  });
  await recordAudit(context, {
    action: 'doctor.run',
    target: { type: 'doctor', id: groupId, label: null },
    after: {
      ...(connectionIds ? { connectionIds: connections.map(({ id }) => id) } : { connections: connections.length }),
      ...(webhookId !== undefined && { webhookId }),
    },
  });
  // What does not get into the queue now does so with the next sweep.
  for (const { id } of runs) await deps.jobs.enqueue({ name: 'doctor.run', data: { organizationId, runId: id } });
  return getDoctorRun(context, { id: groupId });
}

async function pick(
  { deps, actor }: ServiceContext,
  ids: readonly string[] | undefined,
): Promise<Pick<Connection, 'id' | 'providerSlug' | 'name'>[]> {
  const { organizationId } = actor;
  if (ids === undefined) {
    const all: Pick<Connection, 'id' | 'providerSlug' | 'name'>[] = [];
    for (let after: string | undefined; ; ) {
      const page = { organizationId, isConnected: true, limit: pageSize, after };
      const { rows, nextCursor } = await listConnections(deps.db.orm, page);
      for (const { id, providerSlug, name } of rows) all.push({ id, providerSlug, name });
      if (nextCursor === null) return all;
      after = nextCursor;
    }
  }
  return Promise.all(
    [...new Set(ids)].map(async (id) => {
      const row = await getConnection(deps.db.orm, { organizationId, id });
      if (!row) throw connectionNotFound();
      return row;
    }),
  );
}

/** The step that tells the worker which webhook is meant, until it has made its own plan. */
async function planWebhook(context: ServiceContext, connectionId: string, id: string): Promise<RunStep> {
  const endpoint = await requireEndpoint(context, { id, connectionId });
  if (endpoint.hookState === 'removed')
    throw new PatchbayError(
      'conflict',
      'This webhook was removed when its connection was disconnected. Register it again, then test it.',
    );
  return waitingFor(endpoint);
}
