import type { Webhooks } from '@patchbay/schema';
import type { ReadPayload } from './read-payloads.ts';

/** What no payload shows. */
export function findMissingPayloads({ events, action, tenant }: Webhooks, payloads: readonly ReadPayload[]) {
  const found: { path: string; message: string }[] = [];
  for (const [event, { record }] of Object.entries(events)) {
    const path = `webhooks.events.${event}`;
    const own = payloads.filter(({ expect }) => expect.event === event).map(({ expect }) => expect.record);
    if (own.length === 0) found.push({ path, message: `no payload shows the event "${event}"` });
    if (own.length === 0 || !record) continue;
    if (!own.some((one) => one?.data))
      found.push({ path, message: `no payload shows the record that the event "${event}" gives` });
    if (record.deleted !== undefined && !own.some((one) => one?.data === null))
      found.push({ path, message: `no payload of the event "${event}" shows that its record is gone` });
    if (record.when !== undefined && !own.includes(null))
      found.push({ path, message: `no payload of the event "${event}" shows when it gives no record` });
  }
  for (const [name, locator] of Object.entries({ action, tenant }))
    if (locator && payloads.length > 0 && !payloads.some(({ expect }) => typeof expect[name as 'action'] === 'string'))
      found.push({ path: `webhooks.${name}`, message: `no payload expects the ${name} of its delivery` });
  return found;
}
