import { getFinding as getRow, lockFinding, type Finding as StoredFinding, saveFindings } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import type { Finding } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, invalidInput, parseInput } from '../support/parse-input.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceContext } from '../types.ts';
import { createFindingTeller } from './create-finding-teller.ts';
import { become, type Decision, reopen } from './decide-status.ts';
import { instantSchema, reasonSchema } from './finding-input.ts';
import { findingNotFound, toFinding } from './to-finding.ts';

const inputSchema = z.discriminatedUnion('status', [
  z.strictObject({ id: idSchema, status: z.literal('open'), reason: reasonSchema.optional() }),
  z.strictObject({ id: idSchema, status: z.literal('resolved'), reason: reasonSchema.optional() }),
  z.strictObject({
    id: idSchema,
    status: z.literal('ignored'),
    reason: reasonSchema,
    /** Open again from then; left out: until somebody opens it, or it goes. */
    until: instantSchema.nullable().default(null),
  }),
]);
type Given = z.output<typeof inputSchema>;

/** What people decide about a finding: to ignore it for a reason, to call it resolved until it is seen again, to open it again. */
export async function updateFinding(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<Finding> {
  const { deps, actor } = context;
  requirePermission(actor, 'findings.update');
  const given = parseInput(inputSchema, input);
  const now = new Date(deps.clock.now());
  if (given.status === 'ignored' && given.until !== null && given.until <= now)
    throw invalidInput([{ path: 'until', message: 'must be in the future' }]);
  const key = { organizationId: actor.organizationId, id: given.id };
  return deps.db.orm.transaction(async (tx) => {
    const before = await lockFinding(tx, key);
    if (!before) throw findingNotFound();
    if (!isAsIs(before, given)) {
      const { standing, kind } = decide(before, given, now);
      const { createdAt: _, updatedAt: __, ...old } = before;
      const row = { ...old, ...standing, statusChangedBy: actor.id };
      await saveFindings(tx, [row], { now });
      if (kind) await createFindingTeller().tell(tx, [{ kind, row }]);
      await appendAuditNote(tx, context, {
        action: `finding.${kind === 'reopened' ? 'reopen' : given.status === 'ignored' ? 'ignore' : 'resolve'}`,
        target: { type: 'finding', id: before.id, label: before.title.slice(0, 200) },
        before: toAuditView(before),
        after: toAuditView(row),
      });
    }
    const after = await getRow(tx, key);
    if (!after) throw findingNotFound();
    return toFinding(deps, after);
  });
}

function decide(before: StoredFinding, given: Given, now: Date): Decision {
  const statusReason = given.reason ?? null;
  if (given.status === 'ignored') {
    if (before.status === 'resolved')
      throw new PatchbayError(
        'conflict',
        'It is resolved, so there is nothing to ignore. An exception ignores what may come again.',
      );
    const standing = become(before, now, { status: 'ignored', statusReason, ignoredUntil: given.until });
    return { standing, kind: 'ignored' };
  }
  if (given.status === 'resolved')
    return { standing: become(before, now, { status: 'resolved', statusReason }), kind: 'resolved' };
  if (before.exceptionId !== null)
    throw new PatchbayError(
      'conflict',
      `An exception (${before.exceptionId}) ignores it. Delete the exception, and everything it ignores is open again.`,
      { data: { exceptionId: before.exceptionId } },
    );
  if (before.status === 'resolved' && before.statusChangedBy === null)
    throw new PatchbayError(
      'conflict',
      'The provider says that it is resolved. It is open again as soon as the provider reports it again.',
    );
  return reopen(before, now, given.reason ?? 'Opened again.');
}

/** Asking for what is so already changes nothing. */
function isAsIs(before: StoredFinding, given: Given): boolean {
  if (before.status !== given.status) return false;
  if (given.status !== 'ignored') return true;
  const isSameEnd = before.ignoredUntil?.getTime() === given.until?.getTime();
  return before.statusChangedBy !== null && before.statusReason === given.reason && isSameEnd;
}

function toAuditView({ status, statusReason, ignoredUntil, exceptionId }: Partial<StoredFinding>) {
  return { status, reason: statusReason, until: toIso(ignoredUntil ?? null), exceptionId };
}
