// The pages of webhooks, the doctor and evidence, and the layers that open on them.
import type { Page } from 'playwright-core';
import { waitForHeading } from '../support/admin.ts';
import type { ExampleHooks } from '../support/example-hooks.ts';
import type { View } from './view.ts';

interface HookView {
  name: string;
  path: (hooks: ExampleHooks) => string;
  ready: (page: Page) => Promise<unknown>;
  isLayer?: true;
}

const row = (page: Page, testId: string) => page.getByTestId(testId).getByTestId('row').first();
const tab = ({ connectionId }: ExampleHooks) => `/connections/${connectionId}?tab=webhooks`;
const webhook = (which: 'registered' | 'failed' | 'manual') => (hooks: ExampleHooks) =>
  `${tab(hooks)}&webhook=${hooks[which]}`;

async function openForm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add webhook' }).click();
  await page.getByTestId('webhook-form').waitFor();
}

const views: HookView[] = [
  {
    name: 'webhooks',
    path: tab,
    ready: async (page) => {
      await row(page, 'webhooks').waitFor();
      await row(page, 'webhook-deliveries').waitFor();
    },
  },
  {
    name: 'webhooks-empty',
    path: ({ bareId }) => `/connections/${bareId}?tab=webhooks`,
    ready: (page) => page.getByTestId('empty-state').waitFor(),
  },
  {
    name: 'webhooks-no-match',
    path: (hooks) => `${tab(hooks)}&search=nothing+like+it`,
    ready: (page) => page.getByText('No delivery matches').waitFor(),
  },
  {
    name: 'webhook-add',
    isLayer: true,
    path: tab,
    ready: async (page) => {
      await openForm(page);
      await page.getByLabel('Only these').check();
      await page.getByLabel('I make the hook by hand').check();
      await page.getByTestId('add-webhook').getByRole('button', { name: 'Add webhook' }).click();
      await page.getByTestId('webhook-form').getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'webhook-added-by-hand',
    isLayer: true,
    path: tab,
    ready: async (page) => {
      await openForm(page);
      await page.getByLabel('I make the hook by hand').check();
      const created = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.getByTestId('add-webhook').getByRole('button', { name: 'Add webhook' }).click();
      const response = await created;
      await page.getByTestId('webhook-secret').getByTestId('hook-setup').waitFor();
      // A connection may have a hundred of them: none is left behind.
      const { id } = (await response.json()) as { id: string };
      const headers = { origin: new URL(page.url()).origin };
      await page.request.delete(`${response.url()}/${id}`, { headers });
    },
  },
  {
    name: 'webhook',
    path: webhook('registered'),
    ready: async (page) => {
      await page.getByTestId('webhook-management').waitFor();
      await row(page, 'webhook-deliveries').waitFor();
    },
  },
  {
    name: 'webhook-failed',
    path: webhook('failed'),
    ready: (page) => page.getByTestId('hook-notice').getByRole('button', { name: 'Register again' }).waitFor(),
  },
  {
    name: 'webhook-manual',
    path: webhook('manual'),
    ready: (page) => page.getByTestId('hook-setup').waitFor(),
  },
  {
    name: 'webhook-edit',
    isLayer: true,
    path: webhook('registered'),
    ready: async (page) => {
      await page.getByRole('button', { name: 'Edit' }).click();
      await page.getByLabel('Deliveries a minute').fill('none');
      await page.getByTestId('edit-webhook').getByRole('button', { name: 'Save changes' }).click();
      await page.getByTestId('edit-webhook').getByRole('alert').waitFor();
    },
  },
  {
    name: 'webhook-new-secret',
    isLayer: true,
    path: webhook('manual'),
    ready: async (page) => {
      await page.getByRole('button', { name: 'New secret' }).click();
      await page.getByTestId('new-secret').getByLabel('The provider made the secret').waitFor();
    },
  },
  {
    name: 'webhook-delete',
    isLayer: true,
    path: webhook('registered'),
    ready: async (page) => {
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByTestId('confirm-dialog').waitFor();
    },
  },
  {
    name: 'webhook-delivery',
    isLayer: true,
    path: tab,
    ready: async (page) => {
      const rows = page.getByTestId('webhook-deliveries').getByTestId('row');
      await rows.filter({ hasText: 'record 42' }).first().getByRole('button').click();
      await page.getByTestId('inbox-drawer').getByTestId('delivery-headers').waitFor();
    },
  },
  {
    name: 'doctor',
    path: () => '/doctor',
    ready: (page) => row(page, 'doctor-runs').waitFor(),
  },
  {
    name: 'doctor-start',
    isLayer: true,
    path: () => '/doctor',
    ready: async (page) => {
      await page.getByRole('button', { name: 'Run the doctor' }).click();
      await page.getByTestId('start-doctor').getByLabel('Only these').check();
      await page.getByTestId('start-doctor').getByRole('button', { name: 'Start' }).click();
      await page.getByTestId('start-doctor').getByRole('alert').waitFor();
    },
  },
  {
    name: 'doctor-run',
    path: ({ doctor }) => `/doctor/${doctor}`,
    ready: async (page) => {
      await page.getByTestId('doctor-check').nth(1).waitFor();
      await page.getByTestId('fix-bundle').first().waitFor();
    },
  },
  {
    name: 'doctor-run-of-one',
    path: ({ doctorOfOne }) => `/doctor/${doctorOfOne}`,
    ready: (page) => page.locator('[data-step^="webhook_hook"]').first().waitFor(),
  },
  {
    name: 'evidence',
    path: () => '/evidence',
    ready: async (page) => {
      await row(page, 'evidence').waitFor();
      await page.getByRole('button', { name: 'Check the chain' }).click();
      await page.getByTestId('chain-check').waitFor();
      await page.getByTestId('evidence-archive').getByText('evidence/patchbay/').waitFor();
    },
  },
  {
    name: 'evidence-archive-form',
    isLayer: true,
    path: () => '/evidence',
    ready: async (page) => {
      await page.getByTestId('evidence-archive').getByRole('button', { name: 'Change' }).click();
      await page.getByTestId('evidence-archive-dialog').waitFor();
    },
  },
  {
    name: 'evidence-entry',
    isLayer: true,
    path: () => '/evidence',
    ready: async (page) => {
      await row(page, 'evidence').getByRole('button').click();
      await page.getByTestId('evidence-drawer').waitFor();
    },
  },
];

/** Pages of somebody who is signed in, of an instance with the example; it is asked for when a page is opened. */
export function hookViews(hooks: () => ExampleHooks): View[] {
  return views.map(({ path, ready, ...view }) => ({
    ...view,
    async open(page) {
      await page.goto(path(hooks()));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await ready(page);
    },
  }));
}

/** What they say before there is anything. */
export const freshHookViews: View[] = (['Doctor', 'Evidence'] as const).map((heading) => ({
  name: `${heading.toLowerCase()}-empty`,
  async open(page) {
    await page.goto(`/${heading.toLowerCase()}`);
    await waitForHeading(page, heading);
    await page.getByTestId('empty-state').waitFor();
  },
}));
