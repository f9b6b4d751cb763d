import { Client, type ElicitRequestFormParams, type ElicitResult } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { createMcpServer, type McpServerOptions } from '../create-mcp-server.ts';

export interface ConnectOptions {
  /** How a person answers questions; without it the client knows no elicitation. */
  answer?: (question: ElicitRequestFormParams) => ElicitResult;
  /** `legacy` opens the connection the way clients did before 2026. Default: the newest both know. */
  era?: 'legacy' | 'auto';
}

export interface ConnectedClient {
  client: Client;
  /** What nobody expected. */
  errors: unknown[];
  close(): Promise<void>;
}

/** A real client, connected to a server in this process the way `patchbay mcp` serves it. */
export async function connectClient(
  options: Partial<McpServerOptions>,
  { answer, era = 'auto' }: ConnectOptions = {},
): Promise<ConnectedClient> {
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const [clientEnd, serverEnd] = InMemoryTransport.createLinkedPair();
  const served = serveStdio(() => createMcpServer({ sources: [], pages: [], instructions: '', onError, ...options }), {
    transport: serverEnd,
    onerror: onError,
  });
  const client = new Client(
    { name: 'a test', version: '1.0.0' },
    { capabilities: answer ? { elicitation: { form: {} } } : {}, versionNegotiation: { mode: era } },
  );
  if (answer) {
    client.setRequestHandler('elicitation/create', ({ params }) => answer(params as ElicitRequestFormParams));
  }
  await client.connect(clientEnd);
  return {
    client,
    errors,
    async close() {
      await client.close();
      await served.close();
    },
  };
}
