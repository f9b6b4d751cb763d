import { createDispatcherSource, createRuntime } from '@patchbay/runtime';
import { simulateDispatchers } from '@patchbay/simulator';
import { startServer } from '@patchbay/testing';
import type { TestApp } from './create-test-app.ts';

/** A request that was meant for a provider. */
export interface Asked {
  method: string;
  /** Host and path: api.example.com/user. */
  target: string;
  headers: Record<string, string | string[] | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  body: any;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON. */
  body?: unknown;
}

export interface RedirectedProviders {
  asked: Asked[];
  /** What every provider answers from now on. */
  answer(reply: (asked: Asked) => Reply): void;
  stop(): Promise<void>;
}

/** Sends whatever the app asks of a provider to a server of this process, so that addresses that are fixed can be tested. */
export async function redirectProviders({ deps }: TestApp): Promise<RedirectedProviders> {
  const asked: Asked[] = [];
  let reply: (asked: Asked) => Reply = () => ({ status: 404 });
  const server = await startServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { method = '', url = '', headers } = request;
    const isJson = text.startsWith('{');
    const one = { method, target: `${headers.host}${url}`, headers, body: isJson ? JSON.parse(text) : text };
    asked.push(one);
    const { status = 200, headers: given = {}, body = '' } = reply(one);
    const isText = typeof body === 'string';
    response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...given });
    response.end(isText ? body : JSON.stringify(body));
  });
  const { clock, egress, logger } = deps.services;
  const dispatchers = simulateDispatchers(createDispatcherSource({ egress }), server.url);
  deps.services.runtime = createRuntime({ clock, logger, dispatchers });
  return {
    asked,
    answer: (next) => {
      reply = next;
    },
    async stop() {
      await dispatchers.close();
      await server.stop();
    },
  };
}
