import type { AuditVerification } from '@patchbay/client';
import { type Ask, apiUsage, defineApiCommand } from './api-command.ts';
import type { CommandContext } from './command.ts';

const usage = `Usage: patchbay audit verify [options]

Checks the chains of the organization's audit log and of its evidence: finds changed, missing and reordered lines.
Takes an admin's key. Note the last hashes elsewhere: lines cut off the end show only against them.

${apiUsage}`;

export const audit = defineApiCommand({
  name: 'audit',
  summary: 'check that nobody changed the audit log and the evidence',
  usage,
  verbs: { verify },
});

async function verify(ask: Ask, context: CommandContext): Promise<number> {
  const log = await ask((client) => client.GET('/api/v1/audit-log/verification'));
  const evidence = await ask((client) => client.GET('/api/v1/evidence/verification'));
  return Math.max(tell('audit log', log, context), tell('evidence', evidence, context));
}

/** Says what a walk through a chain found. Gives the exit code. */
export function tell(name: string, verdict: AuditVerification, { out, error }: CommandContext): number {
  const lines = verdict.checked === 1 ? '1 line' : `${verdict.checked} lines`;
  if (verdict.problem === null) {
    out(`The ${name} is whole: ${lines}, last hash ${verdict.lastHash}.\n`);
    return 0;
  }
  error(
    `Line ${verdict.problem.seq} of the ${name} does not fit: ${verdict.problem.message}. The ${lines} before it are good, last hash ${verdict.lastHash}.\n` +
      'Somebody wrote to the database directly, or it was restored in part. Compare with a backup.\n',
  );
  return 1;
}
