import type { Connection } from '@patchbay/client';

/** The state a person reads: an error that a new sign-in mends says so. */
export function connectionState({ status, statusCode }: Pick<Connection, 'status' | 'statusCode'>) {
  return status === 'error' && statusCode !== null ? statusCode : status;
}
