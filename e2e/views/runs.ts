import type { Run } from '@patchbay/client';
import type { Page } from 'playwright-core';
import { waitForHeading } from '../support/admin.ts';
import type { View } from './view.ts';

/** The first sync of the connection that gives findings, from the list of connections. */
export async function openRunOfScanner(page: Page): Promise<void> {
  await page.goto('/connections');
  await page.getByTestId('connections').getByRole('link', { name: 'Scanner', exact: true }).click();
  await waitForHeading(page, 'Scanner');
  await page.getByRole('tab', { name: 'Runs' }).click();
  const runs = page.getByTestId('runs').getByTestId('row');
  await runs.filter({ hasText: 'Sync' }).first().getByRole('button').click();
}

/** Runs and records. */
export const runsViews: View[] = [
  {
    name: 'run',
    isLayer: true,
    async open(page, { working }) {
      await page.goto(`/connections/${working.id}?tab=runs`);
      const row = page
        .getByTestId('runs')
        .getByTestId('row')
        .filter({ hasText: /Sync.*tags/i })
        .first();
      await row.getByRole('button').click();
      await page.getByTestId('run-log').waitFor();
    },
  },
  {
    name: 'run-third-try',
    isLayer: true,
    async open(page, { working }) {
      // A third try that carries on takes broken ticks to come about: the API's answer about a run is said to be of one.
      const isRun = /\/integrations\/runs\/run_\w+$/;
      await page.route(isRun, async (route) => {
        const response = await route.fetch();
        const run = (await response.json()) as Run;
        await route.fulfill({ response, json: { ...run, trigger: 'schedule', attempt: 3, resumedFrom: run.id } });
      });
      await page.goto(`/connections/${working.id}?tab=runs`);
      const rows = page.getByTestId('runs').getByTestId('row');
      await rows
        .filter({ hasText: /Sync.*tags/i })
        .first()
        .getByRole('button')
        .click();
      const drawer = page.getByTestId('run-drawer');
      await drawer.getByText('Try 3', { exact: true }).waitFor();
      await drawer.getByRole('button', { name: 'Open the earlier run' }).waitFor();
      await drawer.getByTestId('run-log').waitFor();
      await page.unroute(isRun);
    },
  },
  {
    name: 'run-unknown-words',
    isLayer: true,
    async open(page) {
      await openRunOfScanner(page);
      await page.getByTestId('unknown-words').waitFor();
      await page.getByTestId('run-log').waitFor();
    },
  },
  {
    name: 'run-failed',
    isLayer: true,
    async open(page, { stopped }) {
      await page.goto(`/connections/${stopped.id}?tab=runs`);
      const row = page
        .getByTestId('runs')
        .getByTestId('row')
        .filter({ has: page.locator('[data-state-name="error"]') });
      await row.first().getByRole('button').click();
      await page.getByTestId('run-error').waitFor();
    },
  },
  {
    name: 'record',
    isLayer: true,
    async open(page, { working }) {
      await page.goto(`/connections/${working.id}?tab=records`);
      await page.getByTestId('records').getByTestId('row').first().getByRole('button').click();
      await page.getByTestId('record-drawer').waitFor();
    },
  },
];
