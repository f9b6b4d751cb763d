import type { Problem } from '../check.ts';
import type { VerifyReport } from '../verify.ts';

/** `rule · file:line`, what is wrong, why it matters and the fix. */
export function formatProblem({ rule, severity, file, line, message, why, fix }: Problem): string {
  const mark = severity === 'warning' ? ' (warning)' : '';
  return `${rule}${mark} · ${file}:${line}\n  what  ${message}\n  why   ${why}\n  fix   ${fix}`;
}

/** All problems grouped by cause, then a line for each manifest and the sum. */
export function formatReport({ manifests, problems }: VerifyReport): string {
  const groups = Map.groupBy(problems, ({ rule }) => rule);
  const blocks = [...groups.values()].map((group) => formatGroup(group));
  const width = Math.max(0, ...manifests.map(({ id }) => id.length));
  const levels = manifests.map(
    ({ id, level, weakest }) => `${id.padEnd(width)}  ${level}${weakest ? `: ${weakest}` : ''}`,
  );
  return [...blocks, levels.join('\n'), formatSum({ manifests, problems })].filter(Boolean).join('\n\n').concat('\n');
}

/** Problems of one rule: the reason is said once, the fix where it differs. */
function formatGroup(group: readonly Problem[]): string {
  const [first] = group;
  if (!first || group.length === 1) return first ? formatProblem(first) : '';
  const isOneFix = group.every(({ fix }) => fix === first.fix);
  const lines = group.flatMap(({ rule, file, line, message, fix }) => [
    `${rule} · ${file}:${line}`,
    `  what  ${message}`,
    ...(isOneFix ? [] : [`  fix   ${fix}`]),
  ]);
  const mark = first.severity === 'warning' ? 'warnings' : 'problems';
  return [
    `${group.length} ${mark} of ${first.rule}`,
    `  why   ${first.why}`,
    ...(isOneFix ? [`  fix   ${first.fix}`] : []),
    ...lines,
  ].join('\n');
}

function formatSum({ manifests, problems }: VerifyReport): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  return `${manifests.length} manifests, ${errors} errors, ${warnings} warnings`;
}
