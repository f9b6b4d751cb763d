import { type AuditInput, appendAuditLines, type Database } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';

/** Audit entries of proxied calls, which are written in batches: a proxied call waits for no SQL. */
export interface ProxyAudit {
  /** Resolves at once unless as many entries wait as may: then once they are written. Throws `overloaded` when they cannot be. */
  makeRoom(): Promise<void>;
  add(entry: AuditInput): void;
  /** Writes what waits. What the database does not take goes on waiting. Call it every few seconds and at shutdown. */
  flush(): Promise<void>;
}

export interface ProxyAuditOptions {
  /** Entries that may wait. Beyond, calls that change something wait too, so that none goes unnoticed. */
  maxWaiting?: number;
  /** Entries one statement writes at most. */
  maxBatch?: number;
}

export function createProxyAudit(
  db: Pick<Database, 'orm'>,
  { maxWaiting = 5_000, maxBatch = 500 }: ProxyAuditOptions = {},
): ProxyAudit {
  const waiting = new Map<string, AuditInput[]>();
  let count = 0;
  let flight: Promise<void> | null = null;

  async function writeAll(): Promise<void> {
    for (const [organizationId, entries] of waiting) {
      while (entries.length > 0) {
        const batch = entries.slice(0, maxBatch);
        await db.orm.transaction((tx) => appendAuditLines(tx, organizationId, batch));
        entries.splice(0, batch.length);
        count -= batch.length;
      }
      waiting.delete(organizationId);
    }
  }

  /** One at a time, so that no entry is written twice. */
  function flush(): Promise<void> {
    flight ??= writeAll().finally(() => {
      flight = null;
    });
    return flight;
  }

  return {
    async makeRoom() {
      if (count < maxWaiting) return;
      try {
        await flush();
      } catch (cause) {
        throw new PatchbayError(
          'overloaded',
          'Patchbay cannot write its audit log at the moment, so it passes nothing on that may change something. Try again later.',
          { retryAfterSeconds: 10, cause },
        );
      }
    },
    add(entry) {
      const entries = waiting.get(entry.organizationId) ?? [];
      entries.push(entry);
      waiting.set(entry.organizationId, entries);
      count += 1;
    },
    flush,
  };
}
