import type { QueryKey } from '@tanstack/react-query';

/** What a person had made at the provider, below a connection: only a person makes it again. */
const madeOnDemand = new Set<unknown>(['test-result', 'found']);

/** False for what asking again would ask a provider, or lose. */
export function isFromTheDatabase({ queryKey }: { queryKey: QueryKey }): boolean {
  return !(queryKey[0] === 'connections' && madeOnDemand.has(queryKey[2]));
}
