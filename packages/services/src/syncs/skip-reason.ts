import type { Connection } from '@patchbay/db';
import type { Sync } from '@patchbay/schema';

type Facts = Pick<Connection, 'status' | 'statusCode' | 'statusReason' | 'lastTestStatus'>;

/** Why a scheduled sync is passed over now, with what ends that; null when nothing speaks against it. */
export function skipReason(connection: Facts, sync: Sync): string | null {
  const { status, statusCode, lastTestStatus } = connection;
  if (status === 'paused') return 'The connection is paused. Resume it, and the sync runs at its next time.';
  if (status === 'disconnected')
    return 'The connection has no credentials any more. Connect it again, and the sync runs at its next time.';
  if (statusCode === 'reauth_required')
    return 'Somebody has to sign in at the provider again. Then the sync runs at its next time.';
  if (sync.precondition === 'none') return null;
  if (lastTestStatus === 'error')
    return 'The last test of the connection failed. Once a test succeeds, the sync runs at its next time.';
  if (status === 'pending' || lastTestStatus === null)
    return 'The connection was not tested since it was made or changed. Test it, and when that succeeds the sync runs at its next time.';
  if (status === 'error')
    return `The connection does not work. ${connection.statusReason ?? 'Test it to see why.'} Once it works again, the sync runs at its next time.`;
  return null;
}
