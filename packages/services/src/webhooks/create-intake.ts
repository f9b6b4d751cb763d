import { setImmediate as turn } from 'node:timers/promises';
import { type Database, insertWebhookDeliveries, type NewWebhookDelivery, type WebhookRefusalNote } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';

/** Woken on it: whoever handles deliveries. */
export const webhookChannel = 'patchbay_webhooks';

/** What came to an endpoint since it was last written down. */
export interface Traffic {
  organizationId: string;
  accepted: number;
  duplicates: number;
  unknown: number;
  refused: number;
  lastAcceptedAt: Date | null;
  lastRefusal: WebhookRefusalNote | null;
}

/** Takes deliveries in: they are stored when `store` resolves, and only then. */
export interface WebhookIntake {
  /** False: it was there already. Throws `overloaded` when more wait than may, or when the database takes too long. */
  store(row: NewWebhookDelivery): Promise<boolean>;
  /** Counts for an endpoint; written now and then. */
  count(endpoint: { id: string; organizationId: string }, change: Partial<Omit<Traffic, 'organizationId'>>): void;
  /** Takes what was counted. */
  takeTraffic(): Map<string, Traffic>;
}

export interface WebhookIntakeOptions {
  /** Deliveries one statement stores at most. */
  maxBatch?: number;
  /** Deliveries that may wait to be stored, and their bytes. Beyond, senders are told to come again. */
  maxWaiting?: number;
  maxWaitingBytes?: number;
  /** Longest a sender waits for its delivery to be stored, in milliseconds. */
  timeoutMs?: number;
}

interface Waiting {
  row: NewWebhookDelivery;
  resolve: (isNew: boolean) => void;
  reject: (error: unknown) => void;
}

/** Workers are woken at most this often, in milliseconds. */
const wakeEveryMs = 50;

/**
 * Stores what comes at the same time in one statement, so that a burst costs few commits; a delivery is acknowledged only once it is
 * committed. What waits is bounded: with a slow database senders are refused and come again, and nothing acknowledged is lost.
 */
export function createWebhookIntake(
  db: Pick<Database, 'orm' | 'notify'>,
  { maxBatch = 64, maxWaiting = 512, maxWaitingBytes = 64 * 1024 * 1024, timeoutMs = 8_000 }: WebhookIntakeOptions = {},
): WebhookIntake {
  let queue: Waiting[] = [];
  /** Held here or by a statement that has not ended. */
  let held = 0;
  let heldBytes = 0;
  let isWriting = false;
  let wakeTimer: NodeJS.Timeout | null = null;
  let traffic = new Map<string, Traffic>();

  function overloaded(): PatchbayError {
    return new PatchbayError(
      'overloaded',
      'Patchbay cannot store deliveries as fast as they come at the moment. Send this one again later.',
      { retryAfterSeconds: 10 },
    );
  }

  async function writeAll(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    while (queue.length > 0) {
      // Those that have come on other sockets go along. The embedded database alone would never let them be read between two statements.
      await turn();
      const batch = queue.slice(0, maxBatch);
      queue = queue.slice(maxBatch);
      try {
        const stored = await insertWebhookDeliveries(
          db.orm,
          batch.map(({ row }) => row),
        );
        for (const { row, resolve } of batch) resolve(stored.has(row.id));
        if (stored.size > 0) wake();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      held -= batch.length;
      for (const { row } of batch) heldBytes -= row.body.length;
    }
    isWriting = false;
  }

  /** Only for speed: workers look by themselves too. */
  function wake(): void {
    if (wakeTimer !== null) return;
    wakeTimer = setTimeout(() => {
      wakeTimer = null;
      db.notify(webhookChannel, '').catch(() => {});
    }, wakeEveryMs);
    wakeTimer.unref();
  }

  return {
    async store(row) {
      if (held >= maxWaiting || heldBytes + row.body.length > maxWaitingBytes) throw overloaded();
      held += 1;
      heldBytes += row.body.length;
      const stored = new Promise<boolean>((resolve, reject) => queue.push({ row, resolve, reject }));
      void writeAll();
      let timer: NodeJS.Timeout | undefined;
      const tooLate = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(overloaded()), timeoutMs);
      });
      try {
        return await Promise.race([stored, tooLate]);
      } catch (error) {
        // It may be stored after all. Sent again, it is told to be there.
        stored.catch(() => {});
        throw error instanceof PatchbayError
          ? error
          : new PatchbayError('overloaded', overloaded().message, { retryAfterSeconds: 10, cause: error });
      } finally {
        clearTimeout(timer);
      }
    },
    count({ id, organizationId }, change) {
      const known = traffic.get(id);
      traffic.set(id, {
        organizationId,
        accepted: (known?.accepted ?? 0) + (change.accepted ?? 0),
        duplicates: (known?.duplicates ?? 0) + (change.duplicates ?? 0),
        unknown: (known?.unknown ?? 0) + (change.unknown ?? 0),
        refused: (known?.refused ?? 0) + (change.refused ?? 0),
        lastAcceptedAt: change.lastAcceptedAt ?? known?.lastAcceptedAt ?? null,
        lastRefusal: change.lastRefusal ?? known?.lastRefusal ?? null,
      });
    },
    takeTraffic() {
      const taken = traffic;
      traffic = new Map();
      return taken;
    },
  };
}
