'use client';
import { RecentEvents } from '#components/event/recent-events.tsx';
import { Subscriptions } from '#components/event/subscriptions.tsx';
import { useCanManage } from '#lib/me.tsx';

export function Events() {
  // The API shows subscriptions to admins, and what happened to everybody.
  const canManage = useCanManage();
  return (
    <div className="flex flex-col gap-8">
      {canManage && <Subscriptions />}
      <RecentEvents />
    </div>
  );
}
