import { createClient } from '@redis/client';
import type { Logger } from '../types.ts';
import type { ScriptRunner } from './redis-rate-budgets.ts';

/** A Redis that runs scripts, and that may come and go. */
export interface OpenedRedis extends ScriptRunner {
  close(): Promise<void>;
}

/** Longest wait for an answer: a request to a provider waits with it. Milliseconds. */
const answerWithinMs = 1_000;

/** Connects to the Redis at `redis://…` or `rediss://…`, and again whenever it is lost. Resolves at once, whether it answers or not. */
export function openRedis(url: string, logger: Logger): OpenedRedis {
  const client = createClient({
    url,
    // Who asks while nobody answers hears so at once, instead of in a queue without an end.
    disableOfflineQueue: true,
    commandOptions: { timeout: answerWithinMs },
    socket: { connectTimeout: 5_000, reconnectStrategy: (tries) => Math.min(100 * 2 ** tries, 5_000) },
  });
  // What is missed is told by whoever asks; without a listener it would end the process.
  client.on('error', (error: Error) => logger.debug({ reason: error.message }, 'redis'));
  client.connect().catch(() => {});
  return {
    run: (script, keys, values) => client.eval(script, { keys: [...keys], arguments: values.map(String) }),
    async close() {
      client.destroy();
    },
  };
}
