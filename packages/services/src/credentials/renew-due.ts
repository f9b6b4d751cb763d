import { listDueCredentials, pruneOauthStates } from '@patchbay/db';
import { loadTarget } from '../connections/load-target.ts';
import type { ServiceDeps } from '../types.ts';

/** What ends within this time is renewed though nobody calls, in milliseconds: long enough for the next run to try again. */
const aheadMs = 10 * 60_000;
const atOnce = 5;

/** Renews the tokens of connections nobody uses just now, and marks those that have ended. Gives how many were done and failed. */
export async function renewDueCredentials(
  deps: ServiceDeps,
  options: { limit?: number; signal?: AbortSignal } = {},
): Promise<{ renewed: number; failed: number }> {
  const now = new Date(deps.clock.now());
  await pruneOauthStates(deps.db.orm, { now });
  const before = new Date(now.getTime() + aheadMs);
  const due = await listDueCredentials(deps.db.orm, { before, now, limit: options.limit ?? 200 });
  const done = { renewed: 0, failed: 0 };
  const next = due.values();
  const work = async () => {
    for (const { organizationId, connectionId } of next) {
      options.signal?.throwIfAborted();
      const actor = { type: 'system', id: 'credentials', organizationId, role: 'owner', scopes: null } as const;
      try {
        const { credentials } = await loadTarget({ deps, actor }, connectionId);
        await credentials.renew();
        done.renewed += 1;
      } catch (error) {
        // Kept with the connection where a person has to act; else the next run tries again.
        done.failed += 1;
        deps.logger.warn(
          { connectionId, error: error instanceof Error ? error.message : String(error) },
          'could not renew an access that ends soon',
        );
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return done;
}
