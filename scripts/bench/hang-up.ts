import { connect } from 'node:net';

/**
 * Clients that hang up in the middle: each sends a request, waits for the first bytes of the answer (or not even that, every
 * other time) and destroys its socket. Answers how many did, once `total` have.
 */
export async function hangUp(
  url: string,
  headers: Record<string, string>,
  total: number,
  callers: number,
): Promise<number> {
  const { hostname, port, pathname } = new URL(url);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `GET ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\n${lines.join('')}\r\n`;
  let started = 0;
  const caller = async () => {
    while (started < total) {
      const waits = started++ % 2 === 0;
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), hostname, () => {
          socket.write(request);
          if (!waits) setImmediate(() => socket.destroy());
        });
        socket.once('data', () => socket.destroy());
        socket.once('error', () => socket.destroy());
        socket.once('close', () => resolve());
      });
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return started;
}
