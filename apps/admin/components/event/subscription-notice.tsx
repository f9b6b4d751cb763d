'use client';
import type { EventSubscription } from '@patchbay/client';
import { CirclePause, CircleX, TriangleAlert } from 'lucide-react';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#lib/cn.ts';
import { t } from '#messages/en.ts';
import { useSubscriptionMutations } from './use-subscription-mutations.ts';

const looks = {
  disabled: { icon: CircleX, className: 'border-bad/30 bg-bad-soft text-bad' },
  paused: { icon: CirclePause, className: 'border-line bg-surface text-muted' },
  failing: { icon: TriangleAlert, className: 'border-attention/30 bg-attention-soft text-attention' },
} as const;

/** Why nothing is sent, or nothing comes through, and the way on. */
export function SubscriptionNotice({ subscription }: { subscription: EventSubscription }) {
  const { id, status, statusReason, failingSince } = subscription;
  const { setEnabled } = useSubscriptionMutations(id);
  const kind = status === 'active' ? (failingSince ? 'failing' : null) : status;
  if (kind === null) return null;
  const { icon: Icon, className } = looks[kind];
  return (
    <div
      data-testid="subscription-notice"
      className={cn('mb-6 flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-4 py-3', className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium text-text">
          {
            {
              disabled: t.events.disabledTitle,
              paused: t.events.pausedTitle,
              failing: t.events.failingTitle,
            }[kind]
          }
        </p>
        <p className="break-words text-muted">
          {kind === 'disabled' && `${statusReason ?? t.events.disabledText} ${t.events.disabledNext}`}
          {kind === 'paused' && t.events.pausedText}
          {kind === 'failing' && failingSince && (
            <>
              {t.events.failingFirst} <RelativeTime at={failingSince} />, {t.events.failingText} {t.events.failingNext}
            </>
          )}
        </p>
      </div>
      {status !== 'active' && (
        <Button size="sm" isBusy={setEnabled.isPending} onClick={() => setEnabled.mutate(true)}>
          {t.events.enable}
        </Button>
      )}
    </div>
  );
}
