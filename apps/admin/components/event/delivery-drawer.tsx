'use client';
import type { EventDelivery } from '@patchbay/client';
import { CircleCheck, CircleX } from 'lucide-react';
import { CopyId } from '#components/shared/copy.tsx';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Drawer } from '#components/ui/dialog.tsx';
import { formatDuration } from '#lib/format.ts';
import { t } from '#messages/en.ts';
import { useSubscriptionMutations } from './use-subscription-mutations.ts';

type Attempt = EventDelivery['attempts'][number];

function AttemptRow({ attempt, number }: { attempt: Attempt; number: number }) {
  const { at, status, durationMs, error } = attempt;
  const Icon = error === null ? CircleCheck : CircleX;
  return (
    <li className="flex gap-3 px-4 py-3">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${error === null ? 'text-good' : 'text-bad'}`} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="font-medium">{t.events.try(number)}</span>
          <span className="tabular-nums">{status ?? t.events.noAnswer}</span>
          <span className="text-muted text-sm tabular-nums">{formatDuration(durationMs)}</span>
          <span className="ml-auto text-muted text-sm">
            <RelativeTime at={at} />
          </span>
        </p>
        {error && <p className="break-words text-muted text-sm">{error}</p>}
      </div>
    </li>
  );
}

interface DeliveryDrawerProps {
  subscriptionId: string;
  /** Closed when null. */
  delivery: EventDelivery | null;
  onClose: () => void;
}

/** One delivery with every try, newest first. */
export function DeliveryDrawer({ subscriptionId, delivery, onClose }: DeliveryDrawerProps) {
  const { redeliver } = useSubscriptionMutations(subscriptionId);
  return (
    <Drawer
      isOpen={delivery !== null}
      onClose={onClose}
      testId="delivery-drawer"
      title={delivery?.eventType}
      header={delivery && <CopyId id={delivery.id} />}
    >
      {delivery && (
        <div className="flex flex-col gap-5 p-5">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <StateBadge state={delivery.status} />
            {delivery.status === 'pending' ? (
              <p className="min-w-0 flex-1 text-muted text-sm">{t.events.redeliverWait}</p>
            ) : (
              <Button
                size="sm"
                className="ml-auto"
                isBusy={redeliver.isPending}
                onClick={() => redeliver.mutate(delivery.id, { onSuccess: onClose })}
              >
                {t.events.redeliver}
              </Button>
            )}
          </div>
          <DescriptionList
            items={[
              [t.events.trigger, t.events.triggers[delivery.trigger]],
              [t.events.eventId, <CopyId key="event" id={delivery.eventId} />],
              [t.events.columns.created, <RelativeTime key="created" at={delivery.createdAt} />],
              [t.events.columns.nextAttempt, delivery.nextAttemptAt && <RelativeTime at={delivery.nextAttemptAt} />],
            ]}
          />
          <section>
            <h3 className="mb-2 font-semibold">{t.events.columns.attempts}</h3>
            {delivery.attempts.length === 0 && <p className="text-muted">{t.events.notTried}</p>}
            {delivery.attempts.length > 0 && (
              <ol reversed className="divide-y rounded-lg border bg-surface">
                {[...delivery.attempts].reverse().map((attempt, index) => (
                  <AttemptRow key={attempt.at} attempt={attempt} number={delivery.attempts.length - index} />
                ))}
              </ol>
            )}
          </section>
        </div>
      )}
    </Drawer>
  );
}
