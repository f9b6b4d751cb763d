import { type Handler, type LocalServer, startServer } from '@patchbay/testing';
import { afterEach } from 'vitest';
import { createTestRuntime, type TestRuntime, type TestRuntimeOptions } from './test-runtime.ts';

export interface Served extends TestRuntime {
  server: LocalServer;
  url: string;
}

/** A local server and a runtime that may reach it; both end with the test. Call at the top of a test file. */
export function createServe(): (handler: Handler, options?: TestRuntimeOptions) => Promise<Served> {
  const open: Served[] = [];
  afterEach(async () => {
    for (const { server, close } of open.splice(0)) {
      await server.stop();
      await close();
    }
  });
  return async (handler, options) => {
    const server = await startServer(handler);
    const served = { ...createTestRuntime(options), server, url: server.url };
    open.push(served);
    return served;
  };
}

/** Answers JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Handler {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Gives each request the next handler; the last one stays. */
export function inTurn(...handlers: Handler[]): Handler {
  let index = 0;
  return (request, response) => {
    const handler = handlers[Math.min(index, handlers.length - 1)];
    index += 1;
    return handler?.(request, response);
  };
}
