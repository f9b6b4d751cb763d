import type { ConnectionFilter } from './api/queries/connections.ts';

/** The states a connection can be in, in the order they matter to a person. */
export const connectionStates = ['error', 'pending', 'active', 'paused', 'disconnected'] as const;

/** The filter an address asks for; what the API would refuse is dropped. */
export function readConnectionFilter(search: { q?: string; status?: string }): ConnectionFilter {
  return {
    q: search.q?.trim().slice(0, 200) || undefined,
    status: connectionStates.find((state) => state === search.status),
  };
}
