import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AuthMethod, Manifest } from '@patchbay/schema';
import { makeCredentials, makeSettings } from '@patchbay/simulator';
import { createReplayRuntime, replayTarget } from './create-replay-runtime.ts';
import { findLeaks, type Leak } from './find-leaks.ts';
import { createLocalDispatcher } from './local-dispatcher.ts';

const statuses = [400, 401, 403, 404, 429, 500];

/** Tests a connection against a server that repeats the whole request in its error, and tells which credentials came through. */
export async function echoLeaks(manifest: Manifest, method: AuthMethod): Promise<Leak[]> {
  const credentials = makeCredentials(method, { credentials: {} }, { isComplete: true });
  const settings = makeSettings(manifest, { settings: {} }, { isComplete: true });
  const target = replayTarget(manifest, method, settings, credentials);
  const texts: { where: string; text: string }[] = [];
  for (const status of statuses) {
    const server = await startEchoServer(status);
    const dispatcher = createLocalDispatcher(server.port);
    try {
      const { runtime, logs } = createReplayRuntime({ dispatcher, allow: ['loopback', 'private'], startMs: 0 });
      const onLog = (line: object) => void logs.push(JSON.stringify(line));
      const result = await runtime.testConnection(target, { onLog, signal: AbortSignal.timeout(10_000) });
      texts.push({ where: `the error of a ${status}`, text: JSON.stringify(result) });
      texts.push({ where: `the log of a ${status}`, text: logs.join('\n') });
    } finally {
      await dispatcher.destroy();
      await server.close();
    }
  }
  return findLeaks(method, credentials, texts);
}

/** Answers everything with one status and the request in every place where providers put their sentence. */
async function startEchoServer(status: number): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const echo = `${request.method} ${request.url} ${request.rawHeaders.join(' ')}`;
    const body = {
      ...{ message: echo, error: echo, error_description: echo, detail: echo, title: echo, error_code: echo },
      errors: [{ message: echo, code: echo, detail: echo }],
    };
    response.writeHead(status, { 'content-type': 'application/json', 'x-echo': echo }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
