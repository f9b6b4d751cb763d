import { type Ask, apiUsage, runApiCommand } from './api-command.ts';
import type { Command, CommandContext } from './command.ts';

const usage = `Usage: patchbay audit verify [options]

Checks the chain of the organization's audit log: finds changed, missing and reordered lines. Takes an admin's key.
Note the last hash elsewhere: lines cut off the end show only against it.

${apiUsage}`;

export const audit: Command = {
  name: 'audit',
  summary: 'check that nobody changed the audit log',
  run: (argv, context) => runApiCommand({ usage, verbs: { verify } }, argv, context),
};

async function verify(ask: Ask, { out, error }: CommandContext): Promise<number> {
  const verdict = await ask((client) => client.GET('/api/v1/audit-log/verification'));
  const lines = verdict.checked === 1 ? '1 line' : `${verdict.checked} lines`;
  if (verdict.problem === null) {
    out(`The audit log is whole: ${lines}, last hash ${verdict.lastHash}.\n`);
    return 0;
  }
  error(
    `Line ${verdict.problem.seq} of the audit log does not fit: ${verdict.problem.message}. The ${lines} before it are good, last hash ${verdict.lastHash}.\n` +
      'Somebody wrote to the database directly, or it was restored in part. Compare with a backup.\n',
  );
  return 1;
}
