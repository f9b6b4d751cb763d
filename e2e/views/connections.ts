import type { Page } from 'playwright-core';
import { waitForHeading } from '../support/admin.ts';
import { simple, type View, waitForRow } from './view.ts';

function connectionTab(tab: string, ready: (page: Page) => Promise<void>): View {
  return {
    name: `connection-${tab}`,
    async open(page, { working }) {
      await page.goto(`/connections/${working.id}${tab === 'overview' ? '' : `?tab=${tab}`}`);
      await waitForHeading(page, working.name);
      await ready(page);
    },
  };
}

/** Connections and what can be done with one. */
export const connectionsViews: View[] = [
  {
    name: 'sync-schedule',
    isLayer: true,
    async open(page, { working }) {
      await page.goto(`/connections/${working.id}?schedule=repositories`);
      await page.getByTestId('schedule-dialog').waitFor();
    },
  },
  {
    name: 'sync-variables',
    isLayer: true,
    async open(page, { scanner }) {
      await page.goto(`/connections/${scanner.id}?schedule=alerts`);
      await page.getByTestId('schedule-dialog').getByLabel('Team').waitFor();
    },
  },
  simple('connections', '/connections', 'Connections', (page) => waitForRow(page, 'connections')),
  connectionTab('overview', (page) => waitForRow(page, 'runs')),
  connectionTab('runs', (page) => waitForRow(page, 'runs')),
  connectionTab('records', (page) => waitForRow(page, 'records')),
  connectionTab('resources', (page) => page.getByTestId('discover-form').waitFor()),
  connectionTab('actions', (page) => page.getByTestId('action-form').waitFor()),
  connectionTab('settings', (page) => page.getByTestId('credentials').waitFor()),
  {
    name: 'connection-error',
    async open(page, { failing }) {
      await page.goto(`/connections/${failing.id}`);
      await page.getByTestId('connection-notice').waitFor();
    },
  },
  {
    name: 'connection-access-ended',
    async open(page, { ended }) {
      await page.goto(`/connections/${ended.id}`);
      await page.getByTestId('connection-notice').getByRole('button', { name: 'Connect again' }).waitFor();
    },
  },
  {
    name: 'connection-access',
    async open(page, { people }) {
      await page.goto(`/connections/${people.id}?tab=settings`);
      await page.getByTestId('access').getByRole('button', { name: 'Renew now' }).waitFor();
      await page.getByTestId('credential-versions').waitFor();
    },
  },
  {
    name: 'connection-stopped',
    async open(page, { stopped }) {
      await page.goto(`/connections/${stopped.id}`);
      await waitForRow(page, 'runs');
    },
  },
  {
    name: 'connection-paused',
    async open(page, { paused }) {
      await page.goto(`/connections/${paused.id}`);
      await page.getByTestId('connection-notice').waitFor();
    },
  },
  {
    name: 'discovered',
    async open(page, { working }) {
      await page.goto(`/connections/${working.id}?tab=resources`);
      await page.getByLabel('Name pattern').fill('team/*');
      await page.getByRole('button', { name: 'Discover' }).click();
      await waitForRow(page, 'resources');
    },
  },
  {
    name: 'action-result',
    async open(page, { working }) {
      await page.goto(`/connections/${working.id}?tab=actions&operation=listTags`);
      await page.getByLabel('Repository').fill('team/app');
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await page.getByTestId('action-outcome').waitFor();
    },
  },
  {
    name: 'disconnect',
    isLayer: true,
    async open(page, { working }) {
      await page.goto(`/connections/${working.id}?tab=settings`);
      await page.getByRole('button', { name: 'Disconnect' }).click();
      await page.getByTestId('confirm-dialog').waitFor();
    },
  },
];
