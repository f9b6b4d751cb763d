import { request as send } from 'node:http';
import { type LocalServer, startServer } from './start-server.ts';

export interface ReverseProxy extends LocalServer {
  /** From now on, requests wait when `matches` says so (all, when left out) and until `release`. */
  hold(matches?: (url: string) => boolean): void;
  /** Lets the waiting requests go on and stops holding. */
  release(): void;
  /** Resolves once a request waits. */
  waitForHeld(): Promise<void>;
}

/** A server that passes everything on to another local one, and can hold requests to make "in the middle of it" an exact moment. */
export async function startReverseProxy(targetUrl: string): Promise<ReverseProxy> {
  let matches: ((url: string) => boolean) | null = null;
  let waiting: (() => void)[] = [];
  let onHeld: (() => void)[] = [];

  const server = await startServer(async (request, response) => {
    if (matches?.(request.url ?? '')) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        for (const tell of onHeld.splice(0)) tell();
      });
    }
    const target = new URL(request.url ?? '/', targetUrl);
    const onward = send(target, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });

  function release(): void {
    matches = null;
    for (const go of waiting) go();
    waiting = [];
  }
  return {
    ...server,
    hold(given = () => true) {
      matches = given;
    },
    release,
    waitForHeld() {
      if (waiting.length > 0) return Promise.resolve();
      return new Promise((resolve) => onHeld.push(resolve));
    },
    async stop() {
      onHeld = [];
      release();
      await server.stop();
    },
  };
}
