import { PatchbayError } from '@patchbay/schema';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './app-env.ts';

/** Answers `timeout` when a request takes longer, and aborts what it was doing, as it does when the client goes away. */
export function limitTime(timeoutMs: number) {
  return createMiddleware<AppEnv>(async (context, next) => {
    const controller = new AbortController();
    const { outgoing } = context.env ?? {};
    const onClose = () => {
      if (!outgoing?.writableFinished) controller.abort(new PatchbayError('timeout', 'The client went away.'));
    };
    outgoing?.once('close', onClose);
    context.set('signal', controller.signal);
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const error = new PatchbayError(
          'timeout',
          `Patchbay did not finish this within ${timeoutMs} ms and stopped it. Ask for less at once, or try again later.`,
        );
        controller.abort(error);
        reject(error);
      }, timeoutMs);
    });
    try {
      await Promise.race([next(), tooLate]);
    } finally {
      clearTimeout(timer);
      outgoing?.off('close', onClose);
    }
  });
}
