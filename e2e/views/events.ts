import type { EventSubscription } from '@patchbay/client';
import type { Page } from 'playwright-core';
import type { ExampleSubscriptions } from '../support/example-subscriptions.ts';
import { empty, simple, type View, waitForRow } from './view.ts';

function subscription(name: string, which: keyof ExampleSubscriptions, ready: (page: Page) => Promise<void>): View {
  return {
    name,
    async open(page, { subscriptions }) {
      await page.goto(`/settings/events/${subscriptions[which]}`);
      await page.getByTestId('subscription-details').waitFor();
      await ready(page);
    },
  };
}

async function openSubscriptionForm(page: Page): Promise<void> {
  await page.goto('/settings/events');
  await page.getByRole('button', { name: 'Add subscription' }).click();
  await page.getByTestId('subscription-form').waitFor();
}

async function removeSubscriptionTo(page: Page, url: string): Promise<void> {
  const headers = { origin: new URL(page.url()).origin };
  const answer = await page.request.get('/api/v1/event-subscriptions?limit=100');
  const { data } = (await answer.json()) as { data: EventSubscription[] };
  for (const { id } of data.filter((each) => each.url === url))
    await page.request.delete(`/api/v1/event-subscriptions/${id}`, { headers });
}

/** Events and their subscriptions. */
export const eventsViews: View[] = [
  simple('events', '/events', 'Events', (page) => waitForRow(page, 'events')),
  empty('events-no-match', '/events?type=connection.deleted', 'Events'),
  {
    name: 'event',
    isLayer: true,
    async open(page) {
      await page.goto('/events?type=sync.completed');
      await page.getByTestId('events').getByTestId('row').first().getByRole('button').click();
      await page.getByTestId('event-drawer').getByLabel('Data').waitFor();
    },
  },
  simple('settings-events', '/settings/events', 'Settings', (page) => waitForRow(page, 'subscriptions')),
  {
    name: 'add-subscription',
    isLayer: true,
    async open(page) {
      await openSubscriptionForm(page);
      await page.getByLabel('Only these').check();
      await page.getByTestId('event-types').getByRole('checkbox').first().waitFor();
      await page.getByRole('button', { name: 'Create subscription' }).click();
      await page.getByTestId('subscription-form').getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'subscription-created',
    isLayer: true,
    async open(page, { receiverUrl }) {
      await openSubscriptionForm(page);
      await page.getByLabel('URL').fill(`${receiverUrl}/new`);
      await page.getByRole('button', { name: 'Create subscription' }).click();
      await page.getByTestId('subscription-secret').getByTestId('secret-once').waitFor();
      // An organization may have 50 of them: none is left behind.
      await removeSubscriptionTo(page, `${receiverUrl}/new`);
    },
  },
  subscription('subscription', 'working', (page) => waitForRow(page, 'deliveries')),
  subscription('subscription-failing', 'failing', (page) => waitForRow(page, 'deliveries')),
  subscription('subscription-disabled', 'disabled', (page) => page.getByTestId('subscription-notice').waitFor()),
  subscription('subscription-paused', 'paused', (page) => page.getByTestId('empty-state').waitFor()),
  {
    ...subscription('edit-subscription', 'failing', async (page) => {
      await page.getByRole('button', { name: 'Edit' }).click();
      await page.getByTestId('event-types').getByRole('checkbox', { checked: true }).first().waitFor();
    }),
    isLayer: true,
  },
  {
    ...subscription('delivery', 'failing', async (page) => {
      await page.getByTestId('deliveries').getByTestId('row').first().getByRole('button').click();
      await page.getByTestId('delivery-drawer').getByText('Try 1', { exact: true }).waitFor();
    }),
    isLayer: true,
  },
  {
    ...subscription('rotate-secret', 'paused', async (page) => {
      await page.getByRole('button', { name: 'Rotate secret' }).click();
      await page.getByTestId('rotate-secret').waitFor();
    }),
    isLayer: true,
  },
  {
    ...subscription('secret-rotated', 'paused', async (page) => {
      await page.getByRole('button', { name: 'Rotate secret' }).click();
      await page.getByTestId('rotate-secret').getByRole('button', { name: 'Rotate secret' }).click();
      await page.getByTestId('subscription-secret').getByTestId('secret-once').waitFor();
    }),
    isLayer: true,
  },
  {
    ...subscription('delete-subscription', 'paused', async (page) => {
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByTestId('confirm-dialog').waitFor();
    }),
    isLayer: true,
  },
];
