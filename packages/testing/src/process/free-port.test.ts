import { expect, test } from 'vitest';
import { startServer } from '../http-server/start-server.ts';
import { findFreePort } from './free-port.ts';

test('answers with a port a server can take', async () => {
  const port = await findFreePort();
  const server = await startServer(() => {}, { port });
  expect(server.port).toBe(port);
  await expect(startServer(() => {}, { port })).rejects.toThrow('EADDRINUSE');
  await server.stop();
});
