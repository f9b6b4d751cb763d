import type { Finding } from '@patchbay/client';

/** Where an exception is changed, or a new one is made, filled with what fits a finding. */
export function exceptionAddress(
  exception: string,
  fits?: Pick<Finding, 'rule' | 'resource' | 'connectionId'>,
): string {
  const query = new URLSearchParams({ exception });
  if (fits?.rule) query.set('rule', fits.rule);
  if (fits?.resource) query.set('resource', fits.resource);
  if (fits) query.set('connection', fits.connectionId);
  return `/findings/exceptions?${query}`;
}
