// Closes the network for every test: only this machine answers. A test that forgets its fixture fails here and says so.
import net from 'node:net';

const originalConnect = net.Socket.prototype.connect;
const local = /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\]|.*\.localhost)$/;

net.Socket.prototype.connect = function connect(this: net.Socket, ...args: unknown[]) {
  // Node passes either (options, callback), (port, host, callback) or one array with both already normalised.
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  const host =
    typeof first === 'object' && first !== null
      ? (first as { host?: string }).host
      : typeof args[1] === 'string'
        ? args[1]
        : undefined;
  if (host !== undefined && !local.test(host)) {
    throw new Error(
      `This test tried to reach ${host}. Tests talk to this machine only: use a fixture or a local server.`,
    );
  }
  return Reflect.apply(originalConnect, this, args) as net.Socket;
} as typeof originalConnect;
