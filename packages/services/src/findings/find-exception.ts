import type { Finding, FindingException } from '@patchbay/db';

/** The first exception that fits a finding; null when none does. */
export function findException(
  exceptions: readonly FindingException[],
  finding: Pick<Finding, 'connectionId' | 'rule' | 'resource'>,
): FindingException | null {
  return (
    exceptions.find(
      ({ connectionId, rule, resource }) =>
        (connectionId === null || connectionId === finding.connectionId) &&
        fits(rule, finding.rule) &&
        fits(resource, finding.resource),
    ) ?? null
  );
}

/**
 * Whether a text is the pattern, in which `*` stands for any text; the database says the same for findings there are. Written without
 * regular expressions: a pattern of many stars takes no longer than the text is long, times the pattern.
 */
export function fits(pattern: string | null, text: string | null): boolean {
  if (pattern === null) return true;
  if (!pattern.includes('*')) return pattern === text;
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop() ?? '';
  let left = text ?? '';
  if (!left.startsWith(first)) return false;
  left = left.slice(first.length);
  for (const part of rest) {
    const at = left.indexOf(part);
    if (at < 0) return false;
    left = left.slice(at + part.length);
  }
  return left.endsWith(last);
}
