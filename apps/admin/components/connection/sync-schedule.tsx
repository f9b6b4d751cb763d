'use client';
import type { SyncInfo } from '@patchbay/client';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { describeSchedule } from '#lib/describe-schedule.ts';
import { t } from '#messages/en.ts';

/** When a sync runs by itself, and why it did not. */
export function SyncSchedule({ info }: { info: SyncInfo }) {
  const isOff = !info.isEnabled || info.schedule === null;
  return (
    <>
      <span data-testid="schedule" className="block text-muted text-sm">
        {isOff ? t.syncs.off : describeSchedule(info.schedule ?? '')}
        {!isOff && info.nextRunAt && (
          <>
            {` · ${t.syncs.next} `}
            <RelativeTime at={info.nextRunAt} />
          </>
        )}
      </span>
      {info.skippedReason && (
        <span className="block text-attention text-sm">{t.syncs.skipped(info.skippedReason)}</span>
      )}
    </>
  );
}
