import type { Connection } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';

/** Throws `conflict` when nothing may be called through the connection, with what brings it back. */
export function requireUsable(connection: Pick<Connection, 'name' | 'status'>): void {
  if (connection.status === 'paused') {
    throw new PatchbayError('conflict', `The connection "${connection.name}" is paused. Resume it, then try again.`);
  }
  requireConnected(connection);
}

/** Throws `conflict` when the connection has no credentials any more. */
export function requireConnected(connection: Pick<Connection, 'name' | 'status'>): void {
  if (connection.status === 'disconnected') {
    throw new PatchbayError(
      'conflict',
      `The connection "${connection.name}" is disconnected and its credentials are gone. Give new credentials to use it again.`,
    );
  }
}
