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

/** Serves one client over two streams, until it closes its end, or sends so much in one line that it is no longer listened to. */
export async function serveStdio(factory: McpServerFactory, { stdin, stdout, onError }: StdioOptions): Promise<void> {
  const transport = new StdioServerTransport(stdin, stdout);
  const handle = serve(factory, { transport, onerror: onError });
  const isClosed = new Promise<void>((resolve) => {
    const tell = transport.onclose;
    transport.onclose = () => {
      tell?.();
      resolve();
    };
  });
  await Promise.race([once(stdin, 'end'), once(stdin, 'close'), isClosed]);
  await handle.close();
}
