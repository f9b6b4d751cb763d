import { LRUCache } from 'lru-cache';

/** The channel on which processes tell each other that a connection changed; the payload is its id. */
export const connectionChannel = 'patchbay_connection';

/** Credentials or connections that were used: id → when, by organization. */
export type Uses = Map<string, { organizationId: string; atMs: number }>;

/** What is kept in memory, so that a call through a connection needs no SQL. */
export interface ServiceCache {
  /** What is known of a connection: from memory, else by `read`, once for all who ask at the same time. Null is not kept. */
  load<Value extends object>(
    connectionId: string,
    read: () => Promise<Value | null>,
    options?: {
      /** The connection the value is made of, where it is kept under another name: it is forgotten with it. */
      connectionOf?: (value: Value) => string;
    },
  ): Promise<Value | null>;
  /** Forgets the connection and what is made of it: something about it changed, here or in another process. */
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
  const entries = new LRUCache<string, object>({ max, ttl: ttlMs, dispose: (_value, key) => unlink(key) });
  /** What is kept under another name than its connection's, both ways. */
  const madeOf = new Map<string, Set<string>>();
  const owners = new Map<string, string>();
  /** Reads under way; of some nobody knows yet which connection they are made of. */
  const loads = new Map<string, { value: Promise<object | null>; isOwnerOpen: boolean }>();
  let uses: { credential: Uses; connection: Uses } = { credential: new Map(), connection: new Map() };

  function link(key: string, connectionId: string): void {
    owners.set(key, connectionId);
    const keys = madeOf.get(connectionId) ?? new Set();
    madeOf.set(connectionId, keys.add(key));
  }

  function unlink(key: string): void {
    const connectionId = owners.get(key);
    if (connectionId === undefined) return;
    owners.delete(key);
    const keys = madeOf.get(connectionId);
    keys?.delete(key);
    if (keys?.size === 0) madeOf.delete(connectionId);
  }

  async function readAndKeep<Value extends object>(
    key: string,
    read: () => Promise<Value | null>,
    connectionOf: ((value: Value) => string) | undefined,
  ): Promise<Value | null> {
    const value = read();
    const load = { value, isOwnerOpen: connectionOf !== undefined };
    loads.set(key, load);
    try {
      const found = await value;
      // Forgotten meanwhile: what was read may be older than the change, so it serves only those who asked before.
      if (found !== null && loads.get(key) === load) {
        entries.set(key, found);
        if (connectionOf) link(key, connectionOf(found));
      }
      return found;
    } finally {
      if (loads.get(key) === load) loads.delete(key);
    }
  }

  return {
    load: async <Value extends object>(
      key: string,
      read: () => Promise<Value | null>,
      { connectionOf }: { connectionOf?: (value: Value) => string } = {},
    ) => {
      const known = entries.get(key) ?? loads.get(key)?.value ?? readAndKeep(key, read, connectionOf);
      return (await known) as Value | null;
    },
    forget(connectionId) {
      entries.delete(connectionId);
      loads.delete(connectionId);
      for (const key of [...(madeOf.get(connectionId) ?? [])]) entries.delete(key);
      for (const [key, { isOwnerOpen }] of loads) if (isOwnerOpen) loads.delete(key);
    },
    noteUse: (kind, id, organizationId, atMs) => void uses[kind].set(id, { organizationId, atMs }),
    takeUses() {
      const taken = uses;
      uses = { credential: new Map(), connection: new Map() };
      return taken;
    },
  };
}
