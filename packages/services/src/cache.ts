import { LRUCache } from 'lru-cache';

/** The channel on which processes tell each other that a connection changed; the payload is its id. */
export const connectionChannel = 'patchbay_connection';

/** What is kept in memory of one connection, so that a call through it needs no SQL. */
export interface ServiceCache {
  get<Value extends object>(connectionId: string): Value | null;
  set(connectionId: string, value: object): void;
  /** Forgets the connection: something about it changed, here or in another process. */
  forget(connectionId: string): void;
  clear(): void;
}

export interface ServiceCacheOptions {
  /** Longest time an entry serves even when no change was heard of, in milliseconds. Default: 30 seconds. */
  ttlMs?: number;
  /** Most connections kept. Default: 5 000. */
  max?: number;
}

/** A cache in this process. Feed it with `listenForChanges` where several processes share one database. */
export function createServiceCache({ ttlMs = 30_000, max = 5_000 }: ServiceCacheOptions = {}): ServiceCache {
  const entries = new LRUCache<string, object>({ max, ttl: ttlMs });
  return {
    get: <Value extends object>(connectionId: string) => (entries.get(connectionId) as Value | undefined) ?? null,
    set: (connectionId, value) => void entries.set(connectionId, value),
    forget: (connectionId) => void entries.delete(connectionId),
    clear: () => entries.clear(),
  };
}
