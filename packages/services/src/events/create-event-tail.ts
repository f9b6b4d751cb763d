import { getLastEventSeq, type PublishedEvent, readEventsOfAll } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';
import { publishedChannel } from './emit.ts';

export interface EventTailOptions {
  /** How many of the newest events are kept in memory, for all who follow. */
  keep?: number;
  /** How often is looked without being woken, in milliseconds. */
  pollMs?: number;
}

/** The newest events of all organizations, read once for everybody in this process who follows them. Reads nothing until somebody does. */
export interface EventTail {
  /** Resolves when everything published before the call is known here. */
  catchUp(): Promise<void>;
  /** Everything up to here is committed: whoever has read the database after it has seen it all. */
  readonly position: number;
  /** What of an organization came after a place; null when that is longer ago than memory reaches. */
  after(seq: number, organizationId: string): PublishedEvent[] | null;
  /** Resolves when there is something after the place, or the signal is aborted. */
  wait(seq: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export function createEventTail(
  { db, logger }: Pick<ServiceDeps, 'db' | 'logger'>,
  { keep = 2_000, pollMs = 1_000 }: EventTailOptions = {},
): EventTail {
  const kept: PublishedEvent[] = [];
  let position = 0;
  /** All events after it are in `kept`. */
  let floor = 0;
  let reading: Promise<void> | null = null;
  let isReadWanted = false;
  let starting: Promise<void> | null = null;
  let isReady = false;
  let stopListening = async () => {};
  const waiting = new Set<() => void>();

  async function readOn(): Promise<void> {
    const limit = 1_000;
    try {
      for (;;) {
        isReadWanted = false;
        const rows = await readEventsOfAll(db.orm, { afterSeq: position, limit });
        kept.push(...rows);
        if (kept.length > keep) {
          const gone = kept.splice(0, kept.length - keep);
          floor = gone.at(-1)?.seq ?? floor;
        }
        position = rows.at(-1)?.seq ?? position;
        if (rows.length > 0) for (const wake of [...waiting]) wake();
        if (rows.length < limit && !isReadWanted) return;
      }
    } finally {
      // In the same step as the last look at isReadWanted: whoever asks a moment later would else be given this read, which is over.
      reading = null;
    }
  }

  /** One read at a time; being woken during one makes it look again. */
  function read(): Promise<void> {
    isReadWanted = true;
    reading ??= readOn();
    return reading;
  }

  function readQuietly(): void {
    if (!isReady) return;
    read().catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      logger.warn({ error: message }, 'could not read events; trying again');
    });
  }

  async function start(): Promise<void> {
    position = await getLastEventSeq(db.orm);
    floor = position;
    stopListening = await db.listen(publishedChannel, readQuietly);
    isReady = true;
  }

  const poll = setInterval(readQuietly, pollMs);
  poll.unref();

  return {
    get position() {
      return position;
    },
    async catchUp() {
      starting ??= start().catch((error: unknown) => {
        // The next one who comes tries again.
        starting = null;
        throw error;
      });
      await starting;
      await read();
    },
    after(seq, organizationId) {
      if (seq < floor) return null;
      return kept.filter((event) => event.seq > seq && event.organizationId === organizationId);
    },
    wait(seq, signal) {
      return new Promise((resolve) => {
        if (position > seq || signal.aborted) return resolve();
        const wake = () => {
          if (position <= seq && !signal.aborted) return;
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener('abort', wake);
      });
    },
    async close() {
      clearInterval(poll);
      isReady = false;
      await starting?.catch(() => {});
      await stopListening();
      await reading?.catch(() => {});
    },
  };
}
