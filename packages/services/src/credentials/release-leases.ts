import { releaseAllRefreshLeases } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';

/** Lets tokens be renewed at once that a process before this one was renewing when it died. Only where no other process is left. */
export function releaseLeases({ db }: Pick<ServiceDeps, 'db'>): Promise<void> {
  return releaseAllRefreshLeases(db.orm);
}
