import { isSetUp } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';

/** Whether the first owner exists. Anybody may ask. */
export async function getSetupStatus(deps: Pick<ServiceDeps, 'db'>): Promise<{ isSetUp: boolean }> {
  return { isSetUp: await isSetUp(deps.db.orm) };
}
