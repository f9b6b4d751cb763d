import type { Cause, Problem } from '../check.ts';
import type { VerifyReport } from '../verify.ts';

/** `rule · file:line`, what is wrong, why it matters and the fix. */
export function formatProblem({ rule, severity, file, line, message, why, fix }: Problem): string {
  const mark = severity === 'warning' ? ' (warning)' : '';
  return `${rule}${mark} · ${file}:${line}\n  what  ${message}\n  why   ${why}\n  fix   ${fix}`;
}

/** All problems grouped by cause, then a line for each manifest and the sum. */
export function formatReport({ manifests, problems, leftOut }: VerifyReport): string {
  const width = Math.max(0, ...manifests.map(({ id }) => id.length));
  const levels = manifests.map(
    ({ id, level, weakest }) => `${id.padEnd(width)}  ${level}${weakest ? `: ${weakest}` : ''}`,
  );
  const notes =
    leftOut.length > 0 ? `Not looked at outside of a clone:\n${leftOut.map((line) => `  ${line}`).join('\n')}` : '';
  return [formatProblems(problems), levels.join('\n'), notes, formatSum({ manifests, problems })]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}

/** Problems for people, grouped by what they come from. */
export function formatProblems(problems: readonly Problem[]): string {
  return groupProblems(problems).map(formatGroup).join('\n\n');
}

/** Problems of one cause, then of one rule, in the order in which they were found. */
export function groupProblems(problems: readonly Problem[]): Problem[][] {
  const keyOf = ({ cause, rule, manifest }: Problem) =>
    cause ? `${manifest} ${cause.file}:${cause.line} ${cause.message}` : rule;
  return [...Map.groupBy(problems, keyOf).values()];
}

/** Problems of one cause: it is said once, and beneath it what it brings. */
function formatCause({ file, line, message, fix }: Cause, group: readonly Problem[]): string {
  const shown = group
    .slice(0, 8)
    .map((problem) => `  ${problem.rule} · ${problem.file}:${problem.line}  ${problem.message}`);
  const lines = [...shown, ...(group.length > 8 ? [`  … and ${group.length - 8} more`] : [])];
  return [
    `${group.length} problems of one cause · ${file}:${line}`,
    `  what  ${message}`,
    `  fix   ${fix}`,
    ...lines,
  ].join('\n');
}

/** Problems of one rule: the reason is said once, the fix where it differs. */
function formatGroup(group: readonly Problem[]): string {
  const [first] = group;
  if (first?.cause) return formatCause(first.cause, group);
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

function formatSum({ manifests, problems }: Pick<VerifyReport, 'manifests' | 'problems'>): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  return [counted(manifests.length, 'manifest'), counted(errors, 'error'), counted(warnings, 'warning')].join(', ');
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
