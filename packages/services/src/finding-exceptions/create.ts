import { countFindingExceptions, insertFindingException, lockExceptions } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { requireConnection } from '../connections/require-connection.ts';
import type { FindingException } from '../dto/index.ts';
import { ignoreBy } from '../findings/decide-status.ts';
import { instantSchema, reasonSchema } from '../findings/finding-input.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, invalidInput, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { redecideFindings } from './redecide-findings.ts';
import { exceptionTarget, toExceptionAuditView, toFindingException } from './to-finding-exception.ts';

/** Every new finding is held against each of them. */
const maxExceptions = 1_000;

const patternSchema = z.string().trim().min(1, 'must not be empty').max(500, 'is longer than 500 characters');

const inputSchema = z
  .strictObject({
    /** Left out: findings of every connection. */
    connectionId: idSchema.nullable().default(null),
    /** Exact, or with `*` for any text. Left out: any. */
    rule: patternSchema.nullable().default(null),
    resource: patternSchema.nullable().default(null),
    reason: reasonSchema,
    expiresAt: instantSchema.nullable().default(null),
  })
  .refine(({ rule, resource }) => rule !== null || resource !== null, {
    message: 'say which findings: give a rule, a resource or both',
    path: ['rule'],
  });

/** Ignores the open findings that fit, and those that will come. */
export async function createFindingException(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<FindingException> {
  const { deps, actor } = context;
  requirePermission(actor, 'findingExceptions.create');
  const given = parseInput(inputSchema, input);
  const { organizationId } = actor;
  const now = new Date(deps.clock.now());
  if (given.expiresAt !== null && given.expiresAt <= now)
    throw invalidInput([{ path: 'expiresAt', message: 'must be in the future' }]);
  if (given.connectionId !== null) await requireConnection(context, given.connectionId);
  return deps.db.orm.transaction(async (tx) => {
    await lockExceptions(tx, { organizationId });
    if ((await countFindingExceptions(tx, { organizationId })) >= maxExceptions)
      throw new PatchbayError(
        'conflict',
        `There are ${maxExceptions} exceptions already. Delete some that ran out, or make one with * that stands for several.`,
      );
    const row = await insertFindingException(tx, { organizationId, ...given, createdBy: actor.id, createdAt: now });
    const findings = await redecideFindings(
      tx,
      {
        organizationId,
        status: 'open',
        connectionId: given.connectionId ?? undefined,
        rule: given.rule ?? undefined,
        resource: given.resource ?? undefined,
      },
      (finding) => ignoreBy(finding, row, now),
      { now },
    );
    await appendAuditNote(tx, context, {
      action: 'finding_exception.create',
      target: exceptionTarget(row),
      after: { ...toExceptionAuditView(row), findings },
    });
    return toFindingException(row, now.getTime());
  });
}
