// What comes over standard input from a client that does not keep to the protocol.
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createMcpServer } from './create-mcp-server.ts';
import { serveStdio } from './serve-stdio.ts';

const hello = {
  ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'a test', version: '1' } },
};
const ping = (id: number) => `${JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' })}\n`;

async function serve(lines: readonly (string | Buffer)[], isEnded = true) {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const served = serveStdio(() => createMcpServer({ sources: [], pages: [], instructions: '', onError }), {
    ...{ stdin, stdout, onError },
  });
  const written = text(stdout);
  for (const line of [`${JSON.stringify(hello)}\n`, ...lines]) stdin.write(line);
  await new Promise((resolve) => setTimeout(resolve, 200));
  if (isEnded) stdin.end();
  await served;
  stdout.end();
  const answers = (await written).split('\n').filter((line) => line !== '');
  return { errors, ids: answers.map((line) => (JSON.parse(line) as { id: unknown }).id) };
}

test.each<[what: string, line: string | Buffer]>([
  ['text', 'Dear server\n'],
  ['JSON that breaks off', '{"jsonrpc":\n'],
  ['a list', '[]\n'],
  ['nothing', 'null\n'],
  ['an object of something else', '{"jsonrpc":"1.0","id":3,"method":"ping"}\n'],
  ['control characters', '\0\u001b[2J\n'],
  ['half characters', Buffer.from([0xff, 0xfe, 0x0a])],
])('after %s the next message is answered, and nothing else is written', async (_what, line) => {
  expect((await serve([line, ping(2)])).ids).toEqual([1, 2]);
});

test('a line without end ends the service instead of filling memory', async () => {
  const { errors } = await serve(['x'.repeat(11 * 1024 * 1024)], false);
  expect(errors).toHaveLength(1);
});
