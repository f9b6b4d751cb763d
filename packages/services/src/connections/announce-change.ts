import { connectionChannel } from '../cache.ts';
import type { ServiceDeps } from '../types.ts';

/** Makes this process and all others forget what they keep of the connection. Call it once the change is committed. */
export async function announceChange({ cache, db, logger }: ServiceDeps, connectionId: string): Promise<void> {
  cache.forget(connectionId);
  try {
    await db.notify(connectionChannel, connectionId);
  } catch (error) {
    // The change itself is stored. Other processes see it when their entry runs out, within the time to live.
    logger.warn(
      { connectionId, error: error instanceof Error ? error.message : String(error) },
      'could not announce a change',
    );
  }
}
