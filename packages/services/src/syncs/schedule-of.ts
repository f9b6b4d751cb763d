import type { SyncState } from '@patchbay/db';
import type { Sync } from '@patchbay/schema';

type Settings = Pick<SyncState, 'isEnabled' | 'schedule'> | null;

/** How a sync of a connection is scheduled: what was set for it, else what the manifest says. Without a schedule it runs only when asked. */
export function scheduleOf(sync: Sync, settings: Settings): { isEnabled: boolean; schedule: string | null } {
  return {
    isEnabled: settings?.isEnabled ?? sync.enabled,
    schedule: settings?.schedule ?? sync.schedule ?? null,
  };
}
