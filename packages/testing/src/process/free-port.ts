import { type AddressInfo, createServer } from 'node:net';

/** A port of 127.0.0.1 nobody listens on. Use it soon: nothing keeps it free. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
