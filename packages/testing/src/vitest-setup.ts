// Closes the network for every test: only this machine answers. A test that forgets its fixture fails here and says so, even when
// the code under test swallows the error.
import type { LookupFunction } from 'node:net';
import net from 'node:net';
import { afterEach } from 'vitest';

const originalConnect = net.Socket.prototype.connect;
const localName = /^(localhost|.*\.localhost)$/i;
const localAddresses = new net.BlockList();
localAddresses.addSubnet('127.0.0.0', 8, 'ipv4');
// Dialling "any address" reaches this machine.
localAddresses.addAddress('0.0.0.0', 'ipv4');
localAddresses.addAddress('::', 'ipv6');
localAddresses.addAddress('::1', 'ipv6');

function isLocal(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').replace(/^::ffff:(?=\d+\.)/i, '');
  const family = net.isIP(bare);
  return family === 0 ? localName.test(bare) : localAddresses.check(bare, family === 4 ? 'ipv4' : 'ipv6');
}

interface Blocked {
  host: string;
  error: Error;
}

const blocked: Blocked[] = [];

function block(host: string): Error {
  const error = new Error(
    `This test tried to reach ${host}. Tests talk to this machine only: use a fixture or a local server.`,
  );
  blocked.push({ host, error });
  return error;
}

/** A name may be dialled when the caller's own lookup (a pinned address) answers with this machine. */
function onlyLocal(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, address, family) => {
      const addresses = typeof address === 'string' ? [address] : (address ?? []).map((each) => each.address);
      const foreign = error ? undefined : addresses.find((each) => !isLocal(each));
      callback(foreign === undefined ? error : block(`${hostname} (${foreign})`), address, family);
    });
  };
}

net.Socket.prototype.connect = function connect(this: net.Socket, ...args: unknown[]) {
  // Node passes either (options, callback), (port, host, callback), (path, callback) or one array with both already normalised.
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  const isOptions = typeof first === 'object' && first !== null;
  const options: { host?: string; path?: string; lookup?: LookupFunction } = isOptions ? first : {};
  const host = isOptions ? options.host : typeof args[1] === 'string' ? args[1] : undefined;
  // Without a host it is this machine; a path is a unix socket.
  if (!host || options.path || isLocal(host)) return Reflect.apply(originalConnect, this, args) as net.Socket;
  if (options.lookup && net.isIP(host) === 0) {
    options.lookup = onlyLocal(options.lookup);
    return Reflect.apply(originalConnect, this, args) as net.Socket;
  }
  // As an event, the way every other failed connection is told; thrown from here it could end the whole process.
  const error = block(host);
  process.nextTick(() => this.destroy(error));
  return this;
} as typeof originalConnect;

afterEach(() => {
  const [first] = blocked.splice(0);
  if (first) throw first.error;
});

declare global {
  /** For the guard's own tests: what it blocked in this test so far, forgotten on reading. */
  var takeBlockedConnections: () => string[];
}
globalThis.takeBlockedConnections = () => blocked.splice(0).map(({ host }) => host);
