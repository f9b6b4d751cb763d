import { LRUCache } from 'lru-cache';

/** The channel on which processes tell each other that a connection changed; the payload is its id. */
export const connectionChannel = 'patchbay_connection';

/** Credentials or connections that were used: id → when, by organization. */
export type Uses = Map<string, { organizationId: string; atMs: number }>;

/** What is kept in memory, so that a call through a connection needs no SQL. */
export interface ServiceCache {
  /** What is known of a connection: from memory, else by `read`, once for all who ask at the same time. Null is not kept. */
  load<Value extends object>(connectionId: string, read: () => Promise<Value | null>): Promise<Value | null>;
  /** Forgets the connection: something about it changed, here or in another process. */
  forget(connectionId: string): void;
  /** Notes that a credential version was used, or that a provider answered; `flushUses` writes them in batches. */
  noteUse(kind: 'credential' | 'connection', id: string, organizationId: string, atMs: number): void;
  /** Takes what `noteUse` collected. */
  takeUses(): { credential: Uses; connection: Uses };
}

export interface ServiceCacheOptions {
  /** Longest time an entry serves even when no change was heard of, in milliseconds. Default: 30 seconds. */
  ttlMs?: number;
  /** Most connections kept. Default: 5 000. */
  max?: number;
}

/** A cache of this process. `listenForChanges` feeds it where several processes share one database. */
export function createServiceCache({ ttlMs = 30_000, max = 5_000 }: ServiceCacheOptions = {}): ServiceCache {
  const entries = new LRUCache<string, object>({ max, ttl: ttlMs });
  const loads = new Map<string, Promise<object | null>>();
  let uses: { credential: Uses; connection: Uses } = { credential: new Map(), connection: new Map() };

  async function readAndKeep(connectionId: string, read: () => Promise<object | null>): Promise<object | null> {
    const load = read();
    loads.set(connectionId, load);
    try {
      const value = await load;
      // Forgotten meanwhile: what was read may be older than the change, so it serves only those who asked before.
      if (value !== null && loads.get(connectionId) === load) entries.set(connectionId, value);
      return value;
    } finally {
      if (loads.get(connectionId) === load) loads.delete(connectionId);
    }
  }

  return {
    load: async <Value extends object>(connectionId: string, read: () => Promise<Value | null>) => {
      const known = entries.get(connectionId) ?? loads.get(connectionId) ?? readAndKeep(connectionId, read);
      return (await known) as Value | null;
    },
    forget(connectionId) {
      entries.delete(connectionId);
      loads.delete(connectionId);
    },
    noteUse: (kind, id, organizationId, atMs) => void uses[kind].set(id, { organizationId, atMs }),
    takeUses() {
      const taken = uses;
      uses = { credential: new Map(), connection: new Map() };
      return taken;
    },
  };
}
