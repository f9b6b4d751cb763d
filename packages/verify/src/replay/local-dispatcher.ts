import { connect } from 'node:net';
import { Agent } from 'undici';

/**
 * Connects every host, http and https alike, to one port of this machine in plain text. The Host header still tells which host was
 * meant. Nothing leaves the machine, whatever a manifest says.
 */
export function createLocalDispatcher(port: number): Agent {
  return new Agent({
    connect(_options, callback) {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('connect', () => callback(null, socket));
      socket.once('error', (error) => callback(error, null));
    },
    pipelining: 1,
    keepAliveTimeout: 1_000,
  });
}
