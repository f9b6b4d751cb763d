import type { Sync } from '@patchbay/schema';
import { etag } from './etag.ts';
import { field } from './field.ts';
import type { Incremental, IncrementalContext } from './incremental.ts';
import { token } from './token.ts';
import { whole } from './whole.ts';

/** How one read of a sync's list goes on from the last. An event log is read by itself. */
export function createIncremental(sync: Sync, context: IncrementalContext): Incremental {
  const { incremental } = sync;
  switch (incremental?.type) {
    case 'field':
      return field(incremental, context);
    case 'token':
      return token(incremental, context);
    case 'etag':
      return etag(incremental, context);
    default:
      return whole();
  }
}
