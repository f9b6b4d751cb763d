// Every page of the admin, and the layers that open on them: what is checked for access and width, and what is photographed.
import type { EventSubscription, OAuthStart, Run } from '@patchbay/client';
import type { Page } from 'playwright-core';
import { waitForHeading } from './admin.ts';
import type { ExampleData } from './example-data.ts';
import type { ExampleSubscriptions } from './example-subscriptions.ts';

export interface View {
  name: string;
  /** Brings the page there and waits until it stands. */
  open(page: Page, data: ExampleData): Promise<void>;
  /** Only at this width. */
  width?: 375 | 1280;
  /** Something lies over the page, so only what is on the screen counts. */
  isLayer?: boolean;
}

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

/** The first sync of the connection that gives findings, from the list of connections. */
export async function openRunOfScanner(page: Page): Promise<void> {
  await page.goto('/connections');
  await page.getByTestId('connections').getByRole('link', { name: 'Scanner', exact: true }).click();
  await waitForHeading(page, 'Scanner');
  await page.getByRole('tab', { name: 'Runs' }).click();
  const runs = page.getByTestId('runs').getByTestId('row');
  await runs.filter({ hasText: 'Sync' }).first().getByRole('button').click();
}

async function waitForRow(page: Page, testId: string): Promise<void> {
  await page.getByTestId(testId).getByTestId('row').first().waitFor();
}

function simple(name: string, path: string, heading: string | RegExp, ready?: (page: Page) => Promise<void>): View {
  return {
    name,
    async open(page) {
      await page.goto(path);
      await waitForHeading(page, heading);
      await ready?.(page);
    },
  };
}

function invitation(name: string, which: 'open' | 'cancelled', ready: (page: Page) => Promise<void>): View {
  return {
    name,
    async open(page, { invitations }) {
      await page.goto(`/invitation/${invitations[which]}`);
      await ready(page);
    },
  };
}

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

/** Pages of somebody who is signed in. */
export const signedInViews: View[] = [
  simple('overview', '/', 'Overview', (page) => waitForRow(page, 'runs')),
  simple('catalog', '/catalog', 'Catalog', (page) => page.getByTestId('provider-tile').first().waitFor()),
  simple('catalog-no-match', '/catalog?q=zzzz', 'Catalog', (page) => page.getByTestId('empty-state').waitFor()),
  simple('provider', '/catalog/docker-registry', 'Docker Registry'),
  simple('provider-github', '/catalog/github', 'GitHub'),
  simple('connect', '/connect/docker-registry', 'Connect Docker Registry', (page) =>
    page.getByTestId('connect-form').waitFor(),
  ),
  {
    name: 'connect-invalid',
    async open(page) {
      await page.goto('/connect/docker-registry');
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.getByTestId('connect-form').getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'connect-failed',
    async open(page, { failing }) {
      await page.goto(`/connect/docker-registry?connection=${failing.id}`);
      await page.getByRole('button', { name: 'Test again' }).click();
      await page.getByTestId('test-failure').waitFor();
    },
  },
  {
    name: 'connect-found',
    async open(page, { working }) {
      await page.goto(`/connect/docker-registry?connection=${working.id}`);
      await page.getByRole('button', { name: 'Test again' }).click();
      await page.getByTestId('step-sync').waitFor();
      await page.getByTestId('found').filter({ hasText: 'team/app' }).first().waitFor();
    },
  },
  simple('provider-oauth', '/catalog/people-store', 'People Store', async (page) => {
    await page.getByTestId('oauth-app').getByRole('button', { name: 'Delete' }).waitFor();
    await page.getByTestId('failed-sign-ins').getByRole('listitem').first().waitFor();
    await page.getByText('Version 10.0.0').waitFor();
  }),
  simple('connect-oauth', '/connect/people-store', 'Connect People Store', (page) =>
    page.getByRole('button', { name: 'Continue to People Store' }).waitFor(),
  ),
  {
    name: 'connect-oauth-app-missing',
    async open(page) {
      await page.goto('/connect/people-forms');
      await page.getByLabel('Server URL').fill('https://people.example.com');
      await page.getByRole('link', { name: 'Create the app at People Forms' }).waitFor();
      await page.getByRole('button', { name: 'Save OAuth app' }).click();
      await page.getByTestId('oauth-app-form').getByRole('alert').first().waitFor();
    },
  },
  ...(['success', 'error'] as const).map(
    (status): View => ({
      name: `sign-in-${status}`,
      async open(page, { attempts }) {
        await page.goto(`/connect/attempts/${attempts[status]}`);
        await page.locator(`[data-testid=attempt][data-state-name=${status}]`).waitFor();
        if (status === 'success') await page.getByTestId('step-sync').waitFor();
      },
    }),
  ),
  {
    name: 'sign-in-pending',
    async open(page, { people }) {
      await page.goto('/');
      // A new one: it expires after ten minutes.
      const started = await page.request.post('/api/v1/integrations/oauth/start', {
        headers: { origin: new URL(page.url()).origin },
        data: { providerSlug: people.providerSlug, settings: people.settings },
      });
      const { attemptId } = (await started.json()) as OAuthStart;
      await page.goto(`/connect/attempts/${attemptId}`);
      await page.locator('[data-testid=attempt][data-state-name=pending]').waitFor();
    },
  },
  simple('sign-in-problem', '/connect/attempts/none?problem=state_foreign', 'Nobody was connected'),
  simple('findings', '/findings', 'Findings', (page) => waitForRow(page, 'findings')),
  simple('findings-no-match', '/findings?status=resolved&severity=info', 'Findings', (page) =>
    page.getByTestId('empty-state').waitFor(),
  ),
  {
    name: 'finding',
    isLayer: true,
    async open(page) {
      await page.goto('/findings');
      await page.getByRole('button', { name: 'Query built from what a user typed' }).click();
      await page.getByTestId('finding-drawer').getByRole('button', { name: 'Ignore' }).waitFor();
    },
  },
  {
    name: 'finding-excepted',
    isLayer: true,
    async open(page) {
      await page.goto('/findings?status=ignored');
      await page.getByRole('button', { name: 'A cookie without the attribute Secure' }).click();
      await page.getByTestId('finding-drawer').getByRole('link', { name: 'See the exception' }).waitFor();
      await page.getByTestId('finding-history').getByRole('listitem').nth(1).waitFor();
    },
  },
  simple('exceptions', '/findings/exceptions', 'Exceptions', (page) => waitForRow(page, 'exceptions')),
  {
    name: 'exception-add',
    isLayer: true,
    async open(page) {
      await page.goto('/findings/exceptions?exception=new&rule=CVE-2026-1001');
      const dialog = page.getByTestId('exception-dialog');
      await dialog.getByLabel('Reason').fill(' ');
      await dialog.getByRole('button', { name: 'Add exception' }).click();
      await dialog.getByRole('alert').waitFor();
    },
  },
  {
    name: 'exception-edit',
    isLayer: true,
    async open(page, { exception }) {
      await page.goto(`/findings/exceptions?exception=${exception.id}`);
      await page.getByTestId('exception-dialog').getByText('insecure-*').waitFor();
    },
  },
  {
    name: 'connection-findings',
    async open(page, { scanner }) {
      await page.goto(`/connections/${scanner.id}?tab=findings`);
      await waitForRow(page, 'findings');
    },
  },
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
  simple('audit-log', '/audit-log', 'Audit log', (page) => waitForRow(page, 'audit-log')),
  {
    name: 'audit-entry',
    isLayer: true,
    async open(page) {
      await page.goto('/audit-log');
      await page.getByTestId('audit-log').getByTestId('row').first().getByRole('button').click();
      await page.getByTestId('audit-drawer').waitFor();
    },
  },
  simple('settings-members', '/settings/members', 'Settings', async (page) => {
    await waitForRow(page, 'members');
    await waitForRow(page, 'invitations');
  }),
  {
    name: 'invite-member',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/members');
      await page.getByRole('button', { name: 'Invite', exact: true }).click();
      await page.getByTestId('invite-member').waitFor();
    },
  },
  {
    name: 'invitation-created',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/members');
      await page.getByRole('button', { name: 'Invite', exact: true }).click();
      const dialog = page.getByTestId('invite-member');
      // An address can be invited once.
      await dialog.getByLabel('Email').fill(`guest-${Date.now()}@example.com`);
      await dialog.getByRole('button', { name: 'Create invitation' }).click();
      await page.getByTestId('invitation-created').waitFor();
    },
  },
  {
    name: 'change-role',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/members');
      await page
        .getByRole('button', { name: /^Manage/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Change role' }).click();
      await page.getByTestId('change-role').waitFor();
    },
  },
  {
    name: 'cancel-invitation',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/members');
      await page
        .getByTestId('invitations')
        .getByRole('button', { name: /^Cancel/ })
        .first()
        .click();
      await page.getByTestId('confirm-dialog').waitFor();
    },
  },
  invitation('invitation-other-account', 'open', (page) => page.getByTestId('other-account').waitFor()),
  simple('settings-api-keys', '/settings/api-keys', 'Settings'),
  {
    name: 'create-api-key',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/api-keys');
      await page.getByRole('button', { name: 'Create key' }).first().click();
      await page.getByTestId('create-api-key').waitFor();
    },
  },
  simple('settings-single-sign-on', '/settings/single-sign-on', 'Settings', (page) =>
    page.getByTestId('sso-providers').getByRole('article').first().waitFor(),
  ),
  {
    name: 'add-identity-provider',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/single-sign-on');
      await page.getByRole('button', { name: 'Add identity provider' }).click();
      await page.getByTestId('sso-form').waitFor();
    },
  },
  simple('events', '/events', 'Events', (page) => waitForRow(page, 'events')),
  simple('events-no-match', '/events?type=connection.deleted', 'Events', (page) =>
    page.getByTestId('empty-state').waitFor(),
  ),
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
  simple('settings-oauth-apps', '/settings/oauth-apps', 'Settings', (page) => waitForRow(page, 'oauth-apps')),
  {
    name: 'add-oauth-app',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/oauth-apps');
      await page.getByRole('button', { name: 'Add OAuth app' }).click();
      const dialog = page.getByTestId('add-oauth-app');
      await dialog.getByLabel('Provider').selectOption('people-forms');
      await dialog.getByTestId('oauth-app-form').waitFor();
    },
  },
  {
    name: 'edit-oauth-app',
    isLayer: true,
    async open(page) {
      await page.goto('/catalog/people-store');
      await page.getByTestId('oauth-app').getByRole('button', { name: 'Edit' }).click();
      await page.getByTestId('oauth-app-form').waitFor();
    },
  },
  {
    name: 'delete-oauth-app',
    isLayer: true,
    async open(page) {
      await page.goto('/catalog/people-store');
      await page.getByTestId('oauth-app').getByRole('button', { name: 'Delete' }).click();
      await page.getByTestId('confirm-dialog').waitFor();
    },
  },
  {
    name: 'palette',
    isLayer: true,
    async open(page) {
      await page.goto('/');
      await waitForHeading(page, 'Overview');
      await page.keyboard.press('Control+k');
      await page.getByTestId('command-palette').waitFor();
    },
  },
  {
    name: 'navigation',
    isLayer: true,
    width: 375,
    async open(page) {
      await page.goto('/');
      await page.getByRole('button', { name: 'Open navigation' }).click();
      await page.getByTestId('navigation-drawer').waitFor();
    },
  },
  simple('not-found', '/nothing-here', /Nothing is here/),
];

/** Pages of somebody who is not. */
export const signedOutViews: View[] = [
  simple('sign-in', '/sign-in', 'Sign in'),
  simple('sign-in-sso', '/sign-in?error=email_outside_domain', 'Single sign-on', (page) =>
    page.getByText('signed in an address of another domain').waitFor(),
  ),
  invitation('invitation', 'open', (page) => page.getByTestId('join-sign-up').waitFor()),
  invitation('invitation-cancelled', 'cancelled', (page) => waitForHeading(page, 'This invitation was cancelled')),
  simple('invitation-unknown', '/invitation/inv_unknown', 'There is no such invitation'),
];

/** Pages of an instance nobody has set up. */
export const emptyInstanceViews: View[] = [simple('setup', '/setup', 'Set up Patchbay')];

/** Pages of an instance that was just set up: what they say before there is anything. */
export const freshInstanceViews: View[] = [
  simple('overview-empty', '/', 'Overview', (page) => page.getByTestId('empty-state').waitFor()),
  simple('settings-single-sign-on-empty', '/settings/single-sign-on', 'Settings', (page) =>
    page.getByTestId('empty-state').waitFor(),
  ),
  simple('events-empty', '/events', 'Events', (page) => page.getByTestId('empty-state').waitFor()),
  simple('settings-events-empty', '/settings/events', 'Settings', (page) => page.getByTestId('empty-state').waitFor()),
  simple('settings-oauth-apps-empty', '/settings/oauth-apps', 'Settings', (page) =>
    page.getByTestId('empty-state').waitFor(),
  ),
  simple('connections-empty', '/connections', 'Connections', (page) => page.getByTestId('empty-state').waitFor()),
  simple('exceptions-empty', '/findings/exceptions', 'Exceptions', (page) => page.getByTestId('empty-state').waitFor()),
  simple('findings-empty', '/findings', 'Findings', (page) => page.getByTestId('empty-state').waitFor()),
];
