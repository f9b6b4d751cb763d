import type { EventSubscription } from '@patchbay/client';
import Link from 'next/link';
import { CopyId } from '#components/shared/copy.tsx';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Tag } from '#components/shared/tag.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { t } from '#messages/en.ts';

export function SubscriptionDetails({ subscription }: { subscription: EventSubscription }) {
  const { id, url, connectionId, types, lastDeliveredAt, previousSecretExpiresAt, createdAt } = subscription;
  return (
    <Panel title={t.events.details} testId="subscription-details">
      <DescriptionList
        items={[
          url === null
            ? [
                t.events.asMessages,
                connectionId && (
                  <Link
                    key="connection"
                    href={`/connections/${connectionId}`}
                    className="rounded-sm text-accent underline-offset-4 hover:underline"
                  >
                    {t.events.itsConnection}
                  </Link>
                ),
              ]
            : [
                t.events.url,
                <code key="url" className="break-all font-mono text-xs">
                  {url}
                </code>,
              ],
          [
            t.events.columns.types,
            types ? (
              <span key="types" className="flex flex-wrap gap-1.5">
                {types.map((type) => (
                  <Tag key={type} isMono>
                    {type}
                  </Tag>
                ))}
              </span>
            ) : (
              t.events.everyType
            ),
          ],
          [t.events.lastDelivered, lastDeliveredAt ? <RelativeTime at={lastDeliveredAt} /> : t.common.never],
          [
            t.events.previousSecret,
            previousSecretExpiresAt && (
              <>
                {t.events.previousSecretUntil} <RelativeTime at={previousSecretExpiresAt} />
              </>
            ),
          ],
          [t.events.created, <RelativeTime key="created" at={createdAt} />],
          [t.events.id, <CopyId key="id" id={id} />],
        ]}
      />
    </Panel>
  );
}
