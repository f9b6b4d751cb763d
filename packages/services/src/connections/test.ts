import {
  type ConnectionChanges,
  lockConnection,
  type Connection as StoredConnection,
  updateConnection,
} from '@patchbay/db';
import type { TestResult } from '@patchbay/runtime';
import { z } from 'zod';
import type { TestOutcome } from '../dto/index.ts';
import { emitConnectionChange } from '../events/emit-connection-change.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import { withNextStep } from '../support/with-next-step.ts';
import type { ServiceContext } from '../types.ts';
import { announceChange } from './announce-change.ts';
import { askProvider, isReached, worksMessage } from './ask-provider.ts';
import { afterFailure, afterHealthy } from './health-after.ts';
import { requireConnection } from './require-connection.ts';
import { requireConnected } from './require-usable.ts';
import { toTestOutcome } from './to-test-outcome.ts';

const inputSchema = z.strictObject({ id: idSchema });

/**
 * Really asks the provider whether the connection works, as a run, and keeps what came out: a first success makes a pending
 * connection active, a failure that someone has to act on makes it an error, a passing one only shows in its health.
 */
export async function testConnection(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<TestOutcome> {
  const { deps, actor } = context;
  requirePermission(actor, 'connections.test');
  const { id } = parseInput(inputSchema, input);
  const row = await requireConnection(context, id);
  requireConnected(row);
  const { result } = await askProvider(context, { connection: row, kind: 'test' });

  const hasNewStatus = await deps.db.orm.transaction(async (tx) => {
    // Looked at again, locked: somebody may have paused or changed the connection while the provider was asked.
    const now = await lockConnection(tx, { organizationId: actor.organizationId, id });
    if (!now) return false;
    const changes = toChanges(now, result, new Date(deps.clock.now()));
    const after = await updateConnection(tx, { organizationId: actor.organizationId, id, changes });
    if (after) await emitConnectionChange(tx, { before: now, after, error: result.error });
    return changes.status !== undefined && changes.status !== now.status;
  });
  if (hasNewStatus) await announceChange(deps, id);
  return toTestOutcome(result);
}

function toChanges(row: StoredConnection, result: TestResult, at: Date): ConnectionChanges {
  const { ok, error, account } = result;
  const sentence = error ? withNextStep(error.message, error.nextStep) : worksMessage;
  const tested: ConnectionChanges = {
    lastTestStatus: ok ? 'success' : 'error',
    lastTestMessage: sentence,
    lastTestAt: at,
    ...(isReached(result) && { lastSeenAt: at }),
    ...(ok && afterHealthy(row, { at, by: 'person' })),
    ...(error && error.class !== 'offline'
      ? afterFailure(row, { at, message: sentence, isBroken: !error.isTransient })
      : {}),
    ...(account && { accountId: account.id, accountLabel: account.label }),
  };
  if (row.status === 'paused' || row.status === 'disconnected') return tested;
  if (ok) return { ...tested, status: 'active', statusReason: null, statusCode: null };
  if (error?.isTransient || error?.class === 'offline') return tested;
  return { ...tested, status: 'error', statusReason: sentence };
}
