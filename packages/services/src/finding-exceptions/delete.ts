import { deleteFindingException as deleteRow, listLiveFindingExceptions, lockExceptions } from '@patchbay/db';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { ignoreBy, reopen } from '../findings/decide-status.ts';
import { findException } from '../findings/find-exception.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { redecideFindings } from './redecide-findings.ts';
import { exceptionTarget, findingExceptionNotFound, toExceptionAuditView } from './to-finding-exception.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** Deletes an exception: what it ignored is open again, unless another exception fits it. */
export async function deleteFindingException(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<void> {
  const { deps, actor } = context;
  requirePermission(actor, 'findingExceptions.delete');
  const { id } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  const now = new Date(deps.clock.now());
  await deps.db.orm.transaction(async (tx) => {
    await lockExceptions(tx, { organizationId });
    const row = await deleteRow(tx, { organizationId, id });
    if (!row) throw findingExceptionNotFound();
    const others = await listLiveFindingExceptions(tx, { organizationId, now });
    const findings = await redecideFindings(
      tx,
      { organizationId, exceptionId: id },
      (finding) => {
        const other = findException(others, finding);
        return other ? ignoreBy(finding, other, now) : reopen(finding, now, 'Its exception was deleted.');
      },
      { now },
    );
    await appendAuditNote(tx, context, {
      action: 'finding_exception.delete',
      target: exceptionTarget(row),
      before: toExceptionAuditView(row),
      after: { findings },
    });
  });
}
