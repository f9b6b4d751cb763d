import { getFindingException as getRow, lockExceptions, updateFindingException as updateRow } from '@patchbay/db';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { toAuditDifference } from '../connections/to-audit-view.ts';
import type { FindingException } from '../dto/index.ts';
import { ignoreBy } from '../findings/decide-status.ts';
import { instantSchema, reasonSchema } from '../findings/finding-input.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, invalidInput, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { redecideFindings } from './redecide-findings.ts';
import {
  exceptionTarget,
  findingExceptionNotFound,
  toExceptionAuditView,
  toFindingException,
} from './to-finding-exception.ts';

const inputSchema = z.strictObject({
  id: idSchema,
  reason: reasonSchema.optional(),
  /** Null: until it is deleted. */
  expiresAt: instantSchema.nullable().optional(),
});

/** Changes why an exception is there and for how long, for the findings it ignores and those to come. What it fits stays: make another for that. */
export async function updateFindingException(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<FindingException> {
  const { deps, actor } = context;
  requirePermission(actor, 'findingExceptions.update');
  const { id, reason, expiresAt } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  const now = new Date(deps.clock.now());
  if (expiresAt && expiresAt <= now) throw invalidInput([{ path: 'expiresAt', message: 'must be in the future' }]);
  return deps.db.orm.transaction(async (tx) => {
    await lockExceptions(tx, { organizationId });
    const before = await getRow(tx, { organizationId, id });
    if (!before) throw findingExceptionNotFound();
    const changes = {
      reason: reason ?? before.reason,
      expiresAt: expiresAt === undefined ? before.expiresAt : expiresAt,
    };
    // Saving a form as it was is no change, and no line in the audit log.
    if (changes.reason === before.reason && changes.expiresAt?.getTime() === before.expiresAt?.getTime())
      return toFindingException(before, now.getTime());
    const row = await updateRow(tx, { organizationId, id, changes });
    if (!row) throw findingExceptionNotFound();
    const scope = {
      organizationId,
      connectionId: row.connectionId ?? undefined,
      rule: row.rule ?? undefined,
      resource: row.resource ?? undefined,
    };
    await redecideFindings(tx, { organizationId, exceptionId: id }, (finding) => ignoreBy(finding, row, now), { now });
    // One that had run out is in force again.
    const isInForce = row.expiresAt === null || row.expiresAt > now;
    if (isInForce)
      await redecideFindings(tx, { ...scope, status: 'open' }, (finding) => ignoreBy(finding, row, now), { now });
    await appendAuditNote(tx, context, {
      action: 'finding_exception.update',
      target: exceptionTarget(row),
      ...toAuditDifference(toExceptionAuditView(before), toExceptionAuditView(row)),
    });
    return toFindingException(row, now.getTime());
  });
}
