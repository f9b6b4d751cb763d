import type { Check, Finding, Problem } from './check.ts';
import type { RuleOutcome } from './levels.ts';
import type { ManifestContext, SourceContext } from './manifest/context.ts';
import { toManifestContext } from './manifest/load-contexts.ts';
import type { RepositoryContext } from './repository/context.ts';
import { manifestChecks, repositoryChecks, sourceChecks } from './rules.ts';

/** Runs every rule on one manifest. Rules about valid manifests are skipped when it is none. */
export async function runManifestChecks(
  source: SourceContext,
): Promise<{ outcomes: RuleOutcome[]; problems: Problem[] }> {
  const outcomes: RuleOutcome[] = [];
  const problems: Problem[] = [];
  const note = (check: Check, found: Problem[]) => {
    problems.push(...found);
    const isFailed = found.length > 0 && check.severity === 'error';
    outcomes.push({ rule: check.id, gates: check.gates, result: isFailed ? 'failed' : 'passed' });
  };
  for (const check of sourceChecks) note(check, await runCheck(check, source, source.id));
  const context = toManifestContext(source);
  for (const check of manifestChecks) {
    if (context) note(check, await runCheck(check, context, source.id));
    else outcomes.push({ rule: check.id, gates: check.gates, result: 'skipped' });
  }
  return { outcomes, problems };
}

export async function runRepositoryChecks(context: RepositoryContext): Promise<Problem[]> {
  const found = await Promise.all(repositoryChecks.map((check) => runCheck(check, context, null)));
  return found.flat();
}

type AnyCheck<C> = Omit<Check, 'check'> & { check(context: C): Finding[] | Promise<Finding[]> };

/** Runs one rule and gives its findings the rule's reason and fix. */
export async function runCheck<C extends SourceContext | ManifestContext | RepositoryContext>(
  check: AnyCheck<C>,
  context: C,
  manifest: string | null,
): Promise<Problem[]> {
  const findings = await check.check(context);
  // Bronze is the bar for merging: what a higher level needs holds a manifest back from it, but breaks nothing.
  const isRequired = check.gates === 'unlisted' || check.gates === 'bronze';
  return findings.map(({ file, line, message, fix }) => ({
    rule: check.id,
    severity: isRequired ? check.severity : 'warning',
    manifest,
    file,
    line,
    message,
    why: check.reason,
    fix: fix ?? check.fix,
  }));
}
