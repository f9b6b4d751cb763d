import { listen } from '../start/http-server.ts';
import type { TestApp } from './create-test-app.ts';

/** Serves a test app on a real port and makes that its own address, so that others can call back. */
export async function serveTestApp(tested: TestApp): Promise<{ url: string; close(): Promise<void> }> {
  const server = await listen({ host: '127.0.0.1', port: 0 });
  server.serve((request, bindings) => tested.app.fetch(request, bindings));
  tested.deps.services.settings.apiUrl = server.url;
  return {
    url: server.url,
    async close() {
      await server.close(1_000);
    },
  };
}
