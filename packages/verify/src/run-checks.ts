import type { Check, Finding, Problem } from './check.ts';
import { isExemptible, isOver } from './checks/exemptions.ts';
import type { RuleOutcome } from './levels.ts';
import type { ManifestContext, SourceContext } from './manifest/context.ts';
import { toManifestContext } from './manifest/load-contexts.ts';
import { findCauses } from './report/find-causes.ts';
import type { RepositoryContext } from './repository/context.ts';
import { manifestChecks, repositoryChecks, sourceChecks } from './rules.ts';

const gatesOf = new Map([...sourceChecks, ...manifestChecks].map(({ id, gates }) => [id, gates]));

/** Runs every rule on one manifest. Rules about valid manifests are skipped when it is none. */
export async function runManifestChecks(
  source: SourceContext,
): Promise<{ outcomes: RuleOutcome[]; problems: Problem[]; capped: Problem[] }> {
  const outcomes: RuleOutcome[] = [];
  const ran: { check: Check; found: Problem[] }[] = [];
  const context = toManifestContext(source);
  const counted = new Map<string, number>();
  const exempted = new Set(
    context?.manifest.exemptions.filter(({ until }) => !isOver(until, source.now)).map(({ rule }) => rule),
  );
  const note = (check: Check, all: Problem[]) => {
    counted.set(check.id, all.length);
    const found = exempted.has(check.id) && isExemptible(check.gates) ? [] : all;
    ran.push({ check, found });
    const isFailed = found.length > 0 && check.severity === 'error';
    outcomes.push({ rule: check.id, gates: check.gates, result: isFailed ? 'failed' : 'passed' });
  };
  const broken: Problem[] = [];
  const skip = (check: Check) => void outcomes.push({ rule: check.id, gates: check.gates, result: 'skipped' });
  const run = async <C extends SourceContext | ManifestContext>(check: Check & AnyCheck<C>, context: C) => {
    try {
      note(check, await runCheck(check, context, source.id));
    } catch (error) {
      broken.push(couldNotRun(check, source, error));
      skip(check);
    }
  };
  for (const check of sourceChecks) await run(check, source);
  for (const check of manifestChecks) {
    if (context) await run(check, { ...context, others: { gates: gatesOf, found: counted } });
    else skip(check);
  }
  const isBroken = ran.some(({ found }) => found.some(({ severity }) => severity === 'error'));
  const problemsOf = (isTold: boolean) =>
    ran.filter(({ check }) => isToldOf(check, isBroken) === isTold).flatMap(({ found }) => found);
  // What breaks a rule is as a rule what another one has found already.
  const problems = [...problemsOf(true), ...(isBroken ? [] : broken)];
  return { outcomes, problems: context ? findCauses(problems, context) : problems, capped: problemsOf(false) };
}

/**
 * Whether what a rule finds is told without being asked for. Gold and platinum are asked of nobody: what is missing for them caps the
 * level. What silver needs is told once nothing is wrong, from which it often follows.
 */
function isToldOf({ gates, isOnlyCap }: Check, isBroken: boolean): boolean {
  if (gates === 'unlisted' || gates === 'bronze') return true;
  return gates === 'silver' && !isOnlyCap && !isBroken;
}

function couldNotRun(check: Check, { id, file }: SourceContext, error: unknown): Problem {
  return {
    rule: check.id,
    severity: 'error',
    manifest: id,
    file,
    line: 1,
    message: `the rule could not be run: ${error instanceof Error ? error.message : String(error)}`,
    why: check.reason,
    fix: 'change what the message names; if it names nothing of the manifest, this is a fault of Patchbay: please report it',
  };
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
