import type { ConnectionChanges, Connection as StoredConnection } from '@patchbay/db';

/**
 * What makes a connection wait for a test: where, how or with what it calls is no longer what was tested. A pause stays one, and its end
 * finds no test that says it works.
 */
export function toUntested({ status }: Pick<StoredConnection, 'status'>): ConnectionChanges {
  return {
    ...{ statusCode: null, lastTestStatus: null, lastTestMessage: null, lastTestAt: null },
    ...(status !== 'paused' && { status: 'pending' as const, statusReason: null }),
  };
}
