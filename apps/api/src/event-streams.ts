import { PatchbayError } from '@patchbay/schema';
import type { EventFeed, EventTail } from '@patchbay/services';

export interface EventStreamOptions {
  tail: EventTail;
  /** Streams at once in this process, of one organization and of one key or session. */
  perOrganization?: number;
  perCaller?: number;
  /** How often a quiet stream says that it lives and its caller is looked at again, in milliseconds. */
  heartbeatMs?: number;
  /** How long a client may take what it was sent without reading on, in milliseconds. */
  stallMs?: number;
}

export interface StreamRequest {
  organizationId: string;
  /** Of the key or session. */
  callerKey: string;
  /** Opens the feed, or throws what the caller is told. */
  open(tail: EventTail): Promise<EventFeed>;
  /** Whether the caller still may read events: keys are revoked and roles change while a stream is open. */
  isStillAllowed(): Promise<boolean>;
  /** Cuts the connection: a client that does not read cannot be told anything. */
  breakOff(): void;
}

/** Open streams of this process: counted, kept alive, and ended together. */
export interface EventStreams {
  /** The body of an answer. Throws `rate_limited` when there are too many. */
  open(request: StreamRequest): Promise<ReadableStream<Uint8Array>>;
  /** How many are open. */
  count(): number;
  /** Ends every stream, and refuses new ones. */
  close(): Promise<void>;
}

/** How long a client waits before it connects again, in milliseconds. */
const reconnectMs = 3_000;

/** About as much is sent at once, in characters; an event is never cut. */
const pieceLength = 64 * 1024;

/** Texts of whole events. Small ones, so that a client that takes long for much is seen to read on. */
function toPieces(events: Awaited<ReturnType<EventFeed['take']>>): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const event of events) {
    piece += `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
    if (piece.length < pieceLength) continue;
    pieces.push(piece);
    piece = '';
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

export function createEventStreams({
  tail,
  perOrganization = 100,
  perCaller = 10,
  heartbeatMs = 15_000,
  stallMs = 30_000,
}: EventStreamOptions): EventStreams {
  const counts = new Map<string, number>();
  let total = 0;
  const closing = new AbortController();
  const encoder = new TextEncoder();

  /** Takes a place for a stream; the answer gives it back. */
  function takePlace({ organizationId, callerKey }: StreamRequest): () => void {
    const places = [
      { key: `organization/${organizationId}`, most: perOrganization, whose: 'This organization' },
      { key: `caller/${callerKey}`, most: perCaller, whose: 'This key or session' },
    ];
    const full = places.find(({ key, most }) => (counts.get(key) ?? 0) >= most);
    if (full) {
      throw new PatchbayError(
        'rate_limited',
        `${full.whose} has ${full.most} event streams open, and may have no more. Close one, or share one among your readers.`,
        { retryAfterSeconds: 10 },
      );
    }
    for (const { key } of places) counts.set(key, (counts.get(key) ?? 0) + 1);
    total += 1;
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      total -= 1;
      for (const { key } of places) {
        const left = (counts.get(key) ?? 1) - 1;
        if (left > 0) counts.set(key, left);
        else counts.delete(key);
      }
    };
  }

  function toBody(request: StreamRequest, feed: EventFeed, giveBack: () => void): ReadableStream<Uint8Array> {
    const gone = new AbortController();
    let stall: NodeJS.Timeout | undefined;
    let nextCheckAt = performance.now() + heartbeatMs;
    let isGreeted = false;
    let pieces: string[] = [];

    function end(): void {
      clearTimeout(stall);
      gone.abort();
      giveBack();
    }

    /** The next text to send; null ends the stream. Waits for an event, or for the next heartbeat. */
    async function next(): Promise<string | null> {
      if (!isGreeted) {
        isGreeted = true;
        return `retry: ${reconnectMs}\n\n`;
      }
      for (;;) {
        if (closing.signal.aborted || gone.signal.aborted) return null;
        if (performance.now() >= nextCheckAt) {
          nextCheckAt = performance.now() + heartbeatMs;
          return (await request.isStillAllowed()) ? ': still here\n\n' : null;
        }
        if (pieces.length === 0) pieces = toPieces(await feed.take());
        const piece = pieces.shift();
        if (piece !== undefined) return piece;
        const rest = AbortSignal.timeout(Math.max(1, Math.ceil(nextCheckAt - performance.now())));
        await feed.wait(AbortSignal.any([rest, closing.signal, gone.signal]));
      }
    }

    return new ReadableStream<Uint8Array>(
      {
        // Asked for more only when the client has taken what was sent: nothing piles up for a slow one.
        async pull(controller) {
          clearTimeout(stall);
          try {
            const text = await next();
            if (text === null) {
              end();
              controller.close();
              return;
            }
            controller.enqueue(encoder.encode(text));
            stall = setTimeout(() => {
              end();
              request.breakOff();
              controller.close();
            }, stallMs);
          } catch {
            // The database is away, say: the client connects again and goes on where it was.
            end();
            request.breakOff();
            controller.close();
          }
        },
        cancel: end,
      },
      { highWaterMark: 0 },
    );
  }

  return {
    async open(request) {
      if (closing.signal.aborted)
        throw new PatchbayError('offline', 'Patchbay is stopping. Connect again in a few seconds.', {
          retryAfterSeconds: 5,
        });
      const giveBack = takePlace(request);
      try {
        return toBody(request, await request.open(tail), giveBack);
      } catch (error) {
        giveBack();
        throw error;
      }
    },
    count: () => total,
    async close() {
      closing.abort();
      await tail.close();
    },
  };
}
