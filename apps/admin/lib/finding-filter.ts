import type { FindingFilter } from './api/queries.ts';

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
  };
}
