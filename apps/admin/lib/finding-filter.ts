import type { FindingFilter } from './api/queries/findings.ts';

/** Worst first. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export const findingStatuses = ['open', 'ignored', 'resolved'] as const;

/** Reads the filter of the page from its address; what is no such value is none. Open ones are shown unless all are asked for. */
export function readFindingFilter(get: (name: string) => string | undefined): FindingFilter {
  const status = get('status') ?? '';
  return {
    severity: severities.find((each) => each === get('severity')),
    status: status === 'all' ? undefined : (findingStatuses.find((each) => each === status) ?? 'open'),
    connectionId: get('connection') || undefined,
    rule: readPattern(get('rule')),
    resource: readPattern(get('resource')),
  };
}

/** Longest pattern the API takes. */
const longestPattern = 500;

/** The API compares whole texts. What people type is a part of one, unless they place the * themselves. */
function readPattern(typed: string | undefined): string | undefined {
  const text = typed?.trim().slice(0, longestPattern - 2);
  if (!text) return undefined;
  return text.includes('*') ? text : `*${text}*`;
}
