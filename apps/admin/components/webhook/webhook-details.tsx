import { CopyId } from '#components/shared/copy.tsx';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Tag } from '#components/shared/tag.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { formatBytes, formatNumber } from '#lib/format.ts';
import type { Webhook, WebhookOffer } from '#lib/webhooks/types.ts';
import { t } from '#messages/en.ts';

export function WebhookDetails({ webhook, offer }: { webhook: Webhook; offer: WebhookOffer }) {
  const { id, hook, events, counts, lastAcceptedAt, lastRefusal, previousSecretExpiresAt, schemeType } = webhook;
  const secretFrom = offer.schemes.find((scheme) => scheme.id === webhook.scheme)?.secretFrom;
  return (
    <Panel title={t.webhooks.details} testId="webhook-details">
      <DescriptionList
        items={[
          [
            t.webhooks.events,
            events ? (
              <span key="events" className="flex flex-wrap gap-1.5">
                {events.map((event) => (
                  <Tag key={event} isMono>
                    {event}
                  </Tag>
                ))}
              </span>
            ) : (
              t.webhooks.everyEvent
            ),
          ],
          [
            t.webhooks.counts,
            t.webhooks.countWords({
              accepted: formatNumber(counts.accepted),
              duplicates: formatNumber(counts.duplicates),
              unknown: formatNumber(counts.unknown),
              refused: formatNumber(counts.refused),
            }),
          ],
          [
            t.webhooks.columns.lastAccepted,
            lastAcceptedAt ? <RelativeTime at={lastAcceptedAt} /> : t.webhooks.neverAccepted,
          ],
          [
            t.webhooks.columns.lastRefusal,
            lastRefusal && (
              <>
                <RelativeTime at={lastRefusal.at} />: {lastRefusal.message}
              </>
            ),
          ],
          [
            t.webhooks.proof,
            schemeType && (
              <>
                {t.webhooks.schemes[schemeType] ?? schemeType}.{' '}
                {secretFrom && secretFrom !== 'none' && (
                  <span className="text-muted">{t.webhooks.secretFrom[secretFrom]}</span>
                )}
              </>
            ),
          ],
          [
            t.webhooks.previousSecret,
            previousSecretExpiresAt && (
              <>
                {t.webhooks.previousSecretUntil} <RelativeTime at={previousSecretExpiresAt} />
              </>
            ),
          ],
          [
            t.webhooks.limits,
            t.webhooks.limitWords(formatNumber(webhook.ratePerMinute), formatBytes(webhook.maxBodyBytes)),
          ],
          [t.webhooks.hookChecked, hook.checkedAt && <RelativeTime at={hook.checkedAt} />],
          [t.webhooks.hookId, hook.id && <CopyId id={hook.id} />],
          [t.connection.created, <RelativeTime key="created" at={webhook.createdAt} />],
          [t.connection.id, <CopyId key="id" id={id} />],
        ]}
      />
    </Panel>
  );
}
