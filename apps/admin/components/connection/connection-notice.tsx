'use client';
import type { Connection } from '@patchbay/client';
import { CirclePause, CircleX, Clock, type LucideIcon, Unplug } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#lib/cn.ts';
import { useCanManage } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

interface Notice {
  icon: LucideIcon;
  title: string;
  text: string;
  className: string;
  canUpdate: boolean;
}

function noticeOf(connection: Connection): Notice | null {
  const quiet = 'border-line bg-surface text-muted';
  switch (connection.status) {
    case 'error':
      return {
        icon: CircleX,
        title: t.connection.errorTitle,
        text: connection.statusReason ?? connection.lastTest?.message ?? '',
        className: 'border-bad/30 bg-bad-soft text-bad',
        canUpdate: true,
      };
    case 'pending':
      return {
        icon: Clock,
        title: t.connection.pendingTitle,
        text: connection.statusReason ?? t.connection.pendingText,
        className: 'border-attention/30 bg-attention-soft text-attention',
        canUpdate: true,
      };
    case 'paused':
      return {
        icon: CirclePause,
        title: t.connection.pausedTitle,
        text: t.connection.pausedText,
        className: quiet,
        canUpdate: false,
      };
    case 'disconnected':
      return {
        icon: Unplug,
        title: t.connection.disconnectedTitle,
        text: t.connection.disconnectedText,
        className: quiet,
        canUpdate: true,
      };
    default:
      return null;
  }
}

/** Why a connection does not work right now, and the way on. */
export function ConnectionNotice({ connection, onUpdate }: { connection: Connection; onUpdate: () => void }) {
  const canWrite = useCanManage();
  const notice = noticeOf(connection);
  if (!notice) return null;
  const Icon = notice.icon;
  return (
    <div
      data-testid="connection-notice"
      className={cn('mb-4 flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-4 py-3', notice.className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium text-text">{notice.title}</p>
        <p className="break-words text-muted">{notice.text}</p>
      </div>
      {notice.canUpdate && canWrite && (
        <Button size="sm" onClick={onUpdate}>
          {t.connection.updateCredentials}
        </Button>
      )}
    </div>
  );
}
