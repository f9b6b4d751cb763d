import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { McpServerFactory } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio as serve } from '@modelcontextprotocol/server/stdio';

export interface StdioOptions {
  stdin: Readable;
  /** Gets messages of the protocol and nothing else. */
  stdout: Writable;
  onError(error: unknown): void;
}

/** Serves one client over two streams, until it closes its end. */
export async function serveStdio(factory: McpServerFactory, { stdin, stdout, onError }: StdioOptions): Promise<void> {
  const handle = serve(factory, { transport: new StdioServerTransport(stdin, stdout), onerror: onError });
  await Promise.race([once(stdin, 'end'), once(stdin, 'close')]);
  await handle.close();
}
