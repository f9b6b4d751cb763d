import type { PatchbayEvent } from '@patchbay/client';
import type { QueryKey } from '@tanstack/react-query';

/** What an event of this kind says of, by the first word of its type. A kind that is not here changes nothing on a page. */
const pagesOf: Record<string, (connection: QueryKey) => QueryKey[]> = {
  connection: () => [['connections'], ['overview']],
  sync: (connection) => [connection, ['connections', 'list'], ['overview']],
  finding: (connection) => [['findings'], connection],
  webhook: (connection) => [['webhook-deliveries'], [...connection, 'webhooks']],
  doctor: () => [['doctor'], ['evidence'], ['overview']],
  subscription: () => [['event-subscriptions']],
};

/** The keys of the queries whose answer is another one since this event. */
export function changedKeys({ type, connectionId }: Pick<PatchbayEvent, 'type' | 'connectionId'>): QueryKey[] {
  const [kind = ''] = type.split('.');
  const connection = connectionId === null ? ['connections'] : ['connections', connectionId];
  return [['events', 'list'], ...(pagesOf[kind]?.(connection) ?? [])];
}
