'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CopyButton, CopyId } from '#components/shared/copy.tsx';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { JsonView } from '#components/shared/json-view.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Drawer } from '#components/ui/dialog.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import { api } from '#lib/api/browser.ts';
import { webhookDeliveryQuery } from '#lib/api/queries/webhooks.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { formatBytes } from '#lib/format.ts';
import { useCanManage, useCanUse } from '#lib/me.tsx';
import { describeOutcome } from '#lib/webhooks/describe-webhook.ts';
import type { WebhookDelivery, WebhookDeliveryDetail } from '#lib/webhooks/types.ts';
import { t } from '#messages/en.ts';

interface InboxDrawerProps {
  /** Closed while there is none. */
  id: string;
  /** What is known already: all there is for those who may not read payloads. */
  listed: readonly WebhookDelivery[];
  onClose: () => void;
}

/** One delivery: what it says and what was done about it. */
export function InboxDrawer({ id, listed, onClose }: InboxDrawerProps) {
  const canRead = useCanUse();
  const query = useQuery({ ...webhookDeliveryQuery(api, id), enabled: id !== '' && canRead });
  const delivery = query.data ?? listed.find((each) => each.id === id);
  return (
    <Drawer
      isOpen={id !== ''}
      onClose={onClose}
      testId="inbox-drawer"
      title={delivery ? (delivery.event ?? t.webhooks.noEvent) : t.common.loading}
      header={delivery && <CopyId id={delivery.id} />}
    >
      <div className="flex flex-col gap-5 p-5">
        {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
        {!delivery && !query.error && <ListSkeleton rows={4} />}
        {delivery && <Summary delivery={delivery} />}
        {canRead ? query.data && <Content delivery={query.data} /> : <Refused />}
      </div>
    </Drawer>
  );
}

function Refused() {
  return <p className="rounded-lg border border-dashed px-4 py-3 text-muted">{t.webhooks.payloadRefused}</p>;
}

function Summary({ delivery }: { delivery: WebhookDelivery }) {
  const said = describeOutcome(delivery);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <StateBadge state={delivery.status} />
        <span className="text-muted text-sm">
          <RelativeTime at={delivery.receivedAt} />
        </span>
        <HandleAgain delivery={delivery} />
      </div>
      {delivery.status === 'failed' ? (
        <div className="rounded-lg border border-bad/30 bg-bad-soft px-4 py-3">
          <p className="font-medium">{t.webhooks.outcomeFailed}</p>
          <p className="break-words text-muted">{said.join(' ')}</p>
        </div>
      ) : (
        <section>
          <h3 className="mb-1 font-semibold">{t.webhooks.outcome}</h3>
          {said.map((sentence) => (
            <p key={sentence} className="break-words">
              {sentence}
            </p>
          ))}
        </section>
      )}
      <DescriptionList
        items={[
          [t.webhooks.action, delivery.action],
          [t.webhooks.tenant, delivery.tenant],
          [t.webhooks.signedAt, delivery.signedAt && <RelativeTime at={delivery.signedAt} />],
          [t.webhooks.handledAt, delivery.handledAt && <RelativeTime at={delivery.handledAt} />],
          [t.webhooks.attempts, delivery.attemptCount > 1 && String(delivery.attemptCount)],
          [t.webhooks.bytes, formatBytes(delivery.bodyBytes)],
          [t.webhooks.deliveryId, delivery.deliveryId && <CopyId id={delivery.deliveryId} />],
        ]}
      />
    </>
  );
}

/** Has it handled once more, for those who may. One that waits is handled anyway. */
function HandleAgain({ delivery }: { delivery: WebhookDelivery }) {
  const canManage = useCanManage();
  const queryClient = useQueryClient();
  const redeliver = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/integrations/webhook-deliveries/{id}/redeliver', { params: { path: { id: delivery.id } } }),
      ),
    onSuccess: () => {
      toast(t.webhooks.redelivered);
      return queryClient.invalidateQueries({ queryKey: ['webhook-deliveries'] });
    },
    onError: (error) => toast(toApiError(error).message, 'bad'),
  });
  const isWaiting = delivery.status === 'received';
  // Once pressed it stays, and with it the focus, until the delivery is handled.
  if (!canManage || (isWaiting && !redeliver.isSuccess)) return null;
  return (
    <Button size="sm" className="ml-auto" isBusy={redeliver.isPending || isWaiting} onClick={() => redeliver.mutate()}>
      {t.webhooks.redeliver}
    </Button>
  );
}

function Content({ delivery }: { delivery: WebhookDeliveryDetail }) {
  const { payload, isPayloadTooLarge, headers } = delivery;
  return (
    <>
      <section>
        <div className="mb-2 flex items-center justify-between gap-3">
          <h3 className="font-semibold">{t.webhooks.payload}</h3>
          {!isPayloadTooLarge && (
            <CopyButton text={JSON.stringify(payload, null, 2) ?? ''} label={t.records.copyJson} />
          )}
        </div>
        {isPayloadTooLarge ? (
          <p className="text-muted">{t.webhooks.payloadTooLarge}</p>
        ) : (
          <>
            <JsonView value={payload} label={t.webhooks.payload} />
            <p className="mt-1.5 text-muted text-sm">{t.webhooks.payloadMasked}</p>
          </>
        )}
      </section>
      {Object.keys(headers).length > 0 && (
        <section>
          <h3 className="mb-2 font-semibold">{t.webhooks.headers}</h3>
          <dl className="divide-y rounded-lg border bg-sunken font-mono text-xs" data-testid="delivery-headers">
            {Object.entries(headers).map(([name, value]) => (
              <div key={name} className="grid gap-x-4 px-3 py-1.5 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
                <dt className="break-all text-muted">{name}</dt>
                <dd className="break-all">{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}
