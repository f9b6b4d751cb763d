import { connectionChannel } from '../cache.ts';
import type { ServiceDeps } from '../types.ts';

/** Keeps this process's memory true while others change connections. Call it once at start; the answer stops it. */
export function listenForChanges({ cache, db }: Pick<ServiceDeps, 'cache' | 'db'>): Promise<() => Promise<void>> {
  return db.listen(connectionChannel, (connectionId) => cache.forget(connectionId));
}
