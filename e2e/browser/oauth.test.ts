// People sign in at a real authorization server from the admin, in a real browser. The admin is at localhost and the server at
// 127.0.0.1: two sites, as a provider's is another.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PatchbayEvent, Run } from '@patchbay/client';
import { findFreePort, type Patchbay, removeFolder, startPatchbay, startServer } from '@patchbay/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMember, type Person } from '../support/add-member.ts';
import { signInInBrowser, waitForHeading } from '../support/admin.ts';
import { type ApiClient, testConnection } from '../support/api-client.ts';
import { asSteps } from '../support/as-steps.ts';
import { launchBrowser, type OpenPage, openPage } from '../support/browser.ts';
import { foundOrganization } from '../support/found-organization.ts';
import { callbackUrlOf, type PeopleStore, startPeopleStore } from '../support/people-store.ts';
import { requireBrowser } from '../support/require-peers.ts';
import { setUp } from '../support/set-up-patchbay.ts';

const accessTokenSeconds = 2;

describe.skipIf(!requireBrowser())('an owner and a provider people sign in to', () => {
  let adminUrl: string;
  let patchbay: Patchbay;
  let api: ApiClient;
  let store: PeopleStore;
  let browser: Browser;
  let opened: OpenPage;
  let page: Page;
  let connectionId: string;
  /** The owner of another organization of the same installation. */
  let stranger: Person;
  const dataDir = mkdtempSync(join(tmpdir(), 'patchbay-two-organizations-'));

  beforeAll(async () => {
    const adminPort = await findFreePort();
    adminUrl = `http://localhost:${adminPort}`;
    store = await startPeopleStore(adminUrl, { accessTokenSeconds, rotatesRefreshTokens: false });
    const env = { ...store.env, APP_URL: adminUrl };
    const apiPort = await findFreePort();
    const first = await startPatchbay({ adminPort, apiPort, env, dataDir });
    ({ api } = await setUp(first));
    stranger = await addMember(first, 'viewer', adminUrl);
    await first.close();
    await foundOrganization(first, 'Difference Engines', stranger);
    [patchbay, browser] = await Promise.all([
      startPatchbay({ admin: true, adminPort, apiPort, env, dataDir }),
      launchBrowser(),
    ]);
    opened = await openPage(browser, { baseUrl: adminUrl });
    ({ page } = opened);
    await signInInBrowser(page);
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([patchbay?.close(), store?.close()]);
    removeFolder(dataDir);
  });

  asSteps(() => ({ page }));

  /** What a person does at the provider: logs in, unless they are, and agrees. */
  async function agree(login: string): Promise<void> {
    await page.waitForURL((url) => url.origin === store.peer.issuer);
    const loginField = page.locator('input[name=login]');
    if (await loginField.isVisible()) {
      await loginField.fill(login);
      await page.locator('input[name=password]').fill('any');
      await page.locator('button[type=submit]').click();
      await loginField.waitFor({ state: 'detached' });
    }
    await page.locator('button[type=submit]').click();
    await page.waitForURL((url) => url.origin === adminUrl && url.pathname.startsWith('/connect/attempts/'));
  }
  const attempt = (status: string) => page.locator(`[data-testid=attempt][data-state-name=${status}]`);
  const continueTo = (name: string) => page.getByRole('button', { name: `Continue to ${name}` });

  test('is told how to make the OAuth app, and saves the organization’s own', async () => {
    await page.goto('/connect/people-store');
    await waitForHeading(page, 'Connect People Store');
    const step = page.getByTestId('step-oauth-app');
    await step.getByText('Open the settings of the server and make an app.').waitFor();
    expect(await step.getByTestId('callback-url').textContent()).toBe(callbackUrlOf(adminUrl));
    for (const text of ['offline_access', 'PEOPLE_STORE_CLIENT_ID', 'PEOPLE_STORE_CLIENT_SECRET'])
      await step.getByText(text).first().waitFor();
    expect(await continueTo('People Store').isDisabled()).toBe(true);
    const create = step.getByRole('link', { name: 'Create the app at People Store' });
    expect(await create.count()).toBe(0);
    await page.getByLabel('Connection name').fill('Our people');
    await page.getByLabel('Server URL').fill(`${store.peer.issuer}/`);
    expect(await create.getAttribute('href')).toBe(`${store.peer.issuer}/apps`);
    await page.getByRole('button', { name: 'Save OAuth app' }).click();
    await step.getByText('Client ID is needed.').waitFor();
    await step.getByLabel('Client ID').fill(store.peer.clientId);
    await step.getByLabel('Client secret').fill(store.peer.clientSecret);
    await page.getByRole('button', { name: 'Save OAuth app' }).click();
    await step.getByText('Your organization’s own').waitFor();
    expect(await page.content()).not.toContain(store.peer.clientSecret);
    // Nothing typed is lost.
    expect(await page.getByLabel('Connection name').inputValue()).toBe('Our people');
  });

  test('who cancels at the provider reads why nothing is connected, and goes on with what was typed', async () => {
    await continueTo('People Store').click();
    await page.waitForURL((url) => url.origin === store.peer.issuer);
    await page.getByRole('link', { name: /cancel/i }).click();
    await attempt('error').waitFor();
    await waitForHeading(page, 'People Store is not connected');
    await page
      .getByTestId('sign-in-failure')
      .getByText(/People Store/)
      .waitFor();
    await page.getByText('access_denied', { exact: true }).waitFor();
    await page.getByText('Ada Lovelace').first().waitFor();
    await page.getByRole('link', { name: 'Try again' }).click();
    await waitForHeading(page, 'Connect People Store');
    await expect.poll(() => page.getByLabel('Connection name').inputValue()).toBe('Our people');
    expect(await page.getByLabel('Server URL').inputValue()).toBe(`${store.peer.issuer}/`);
  });

  test('signs in, consents, and lands on a connection that was tested', async () => {
    await page.getByLabel('Server URL').fill(store.peer.issuer);
    await continueTo('People Store').click();
    await agree('ada');
    await attempt('success').waitFor();
    await waitForHeading(page, 'People Store is connected');
    expect(await page.getByTestId('step-test').getAttribute('data-step-status')).toBe('done');
    for (const step of ['reach', 'authenticate', 'identity'])
      await page.getByTestId('test-steps').locator(`[data-step=${step}][data-state-name=passed]`).waitFor();
    await page.getByTestId('connected-as').getByText('Connected as ada').waitFor();
    await page.getByTestId('step-found').getByText('offline_access').waitFor();
    connectionId = new URL(page.url()).searchParams.get('connection') ?? '';
    // What is in the address of a sign-in is not in that of any page.
    expect(page.url()).not.toMatch(/code=|state=/);
    await page.getByRole('link', { name: 'Open connection' }).click();
    await waitForHeading(page, 'Our people');
    expect(page.url()).toContain(connectionId);
  });

  test('its access ends within seconds, and the next call works all the same', async () => {
    const before = store.peer.count('/token');
    await page.waitForTimeout((accessTokenSeconds + 1) * 1_000);
    await page.locator('main header').getByRole('button', { name: 'Test' }).click();
    await page.getByTestId('test-steps').locator('[data-step="identity"][data-state-name="passed"]').waitFor();
    expect(store.peer.count('/token')).toBeGreaterThan(before);
  });

  test('another organization sees neither the app nor the connection, nor a run or an event of it', async () => {
    const [{ data: runs }, { data: events }] = await Promise.all([
      api.get<{ data: Run[] }>(`/integrations/connections/${connectionId}/runs`),
      api.get<{ data: PatchbayEvent[] }>('/events'),
    ]);
    expect(runs.length).toBeGreaterThan(0);
    expect(JSON.stringify(events)).toContain(connectionId);
    const theirs = await openPage(browser, { baseUrl: adminUrl });
    const foreign = theirs.page;
    await signInInBrowser(foreign, stranger);
    await waitForHeading(foreign, 'Overview');
    for (const path of ['/connections', '/settings/oauth-apps', '/events']) {
      await foreign.goto(path);
      await foreign.getByTestId('empty-state').first().waitFor();
      expect(await foreign.getByText(/Our people|People Store/).count()).toBe(0);
    }
    await foreign.goto('/catalog/people-store');
    await foreign.getByTestId('oauth-app').getByText('None yet.').waitFor();
    expect(await foreign.getByTestId('failed-sign-ins').count()).toBe(0);
    // The page of the connection, with its runs and events, is not there by its address either.
    await foreign.goto(`/connections/${connectionId}?tab=runs`);
    await waitForHeading(foreign, 'Nothing is here');
    const seen = await foreign.evaluate(
      (paths) => Promise.all(paths.map(async (path) => (await fetch(`/api/v1${path}`)).text())),
      ['/events', '/integrations/runs', '/integrations/connections', '/integrations/oauth-apps', '/audit-log'],
    );
    const statuses = await foreign.evaluate(
      (paths) => Promise.all(paths.map(async (path) => (await fetch(`/api/v1${path}`)).status)),
      [
        `/integrations/connections/${connectionId}`,
        `/integrations/connections/${connectionId}/runs`,
        ...runs.flatMap(({ id }) => [`/integrations/runs/${id}`, `/integrations/runs/${id}/logs`]),
      ],
    );
    expect(new Set(statuses)).toEqual(new Set([404]));
    for (const text of [connectionId, store.peer.clientId, ...runs.map(({ id }) => id), ...events.map(({ id }) => id)])
      expect(seen.join()).not.toContain(text);
    await theirs.context.close();
  });

  test('renews it by hand and reads until when and for what it is', async () => {
    await page.getByRole('tab', { name: 'Settings' }).click();
    const access = page.getByTestId('access');
    for (const text of ['offline_access', 'By itself, before the access ends']) await access.getByText(text).waitFor();
    // Nothing to type in: the API would refuse it.
    expect(await page.getByTestId('credentials').getByRole('textbox').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Rotate' }).count()).toBe(0);
    const before = store.peer.count('/token');
    await access.getByRole('button', { name: 'Renew now' }).click();
    await page.getByText('Renewed. The new access is stored.').first().waitFor();
    expect(store.peer.count('/token')).toBeGreaterThan(before);
  });

  test('when the provider has ended the access, every page says so, and signing in again mends it', async () => {
    store.peer.intercept(({ url }, response) => {
      if (url !== '/token') return false;
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
      return true;
    });
    await page.getByTestId('access').getByRole('button', { name: 'Renew now' }).click();
    const notice = page.getByTestId('connection-notice');
    await notice.getByText('Sign in at People Store again').waitFor();
    store.peer.intercept(null);
    await page.goto('/connections');
    await page
      .getByTestId('connections')
      .locator('[data-state-name=reauth_required]')
      .getByText('Sign in again')
      .waitFor();
    await page.goto('/');
    await page
      .getByTestId('attention')
      .getByText(/Connect again/)
      .waitFor();
    await page.goto(`/connections/${connectionId}`);
    await notice.getByRole('button', { name: 'Connect again' }).click();
    await agree('ada');
    await attempt('success').waitFor();
    expect(new URL(page.url()).searchParams.get('connection')).toBe(connectionId);
    expect(await testConnection(api, connectionId)).toMatchObject({ ok: true });
    await page.goto(`/connections/${connectionId}`);
    await waitForHeading(page, 'Our people');
    await notice.waitFor({ state: 'detached' });
  });

  test('somebody else at the provider does not get into the connection', async () => {
    await page.context().clearCookies({ domain: '127.0.0.1' });
    await page.goto(`/connections/${connectionId}?tab=settings`);
    await page.getByTestId('access').getByRole('button', { name: 'Sign in again' }).click();
    await agree('bob');
    await attempt('error').waitFor();
    await page
      .getByTestId('sign-in-failure')
      .getByText(/belongs to the account ada/)
      .waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await page.goto('/catalog/people-store');
    const failed = page.getByTestId('failed-sign-ins').getByRole('listitem');
    await failed.filter({ hasText: 'belongs to the account ada' }).waitFor();
    await expect.poll(() => failed.count()).toBe(2);
  });

  test('links to where apps and tokens are made lead to the usual server, or to the one that was typed', async () => {
    await page.goto('/catalog/gitlab');
    const appLink = page.getByRole('link', { name: 'Create the app at GitLab' });
    await page.getByTestId('oauth-app').getByRole('button', { name: 'Set up' }).click();
    expect(await appLink.getAttribute('href')).toBe('https://gitlab.com/-/user_settings/applications');
    await page.keyboard.press('Escape');
    const tokenPage = '/-/user_settings/personal_access_tokens';
    const link = page.getByRole('link', { name: 'Create credentials' });
    expect(await link.first().getAttribute('href')).toBe(`https://gitlab.com${tokenPage}`);
    await page.goto('/connect/gitlab');
    await page.getByText('Where to get these').click();
    await page.getByLabel('Server URL').fill('https://git.example.com/');
    const typed = page.getByRole('link', { name: 'Create one at the provider' });
    await expect.poll(() => typed.getAttribute('href')).toBe(`https://git.example.com${tokenPage}`);
  });

  test('a provider that sends people back with a form of its own works through the admin', async () => {
    await page.goto('/connect/people-forms');
    await page.getByLabel('Server URL').fill(store.peer.issuer);
    const step = page.getByTestId('step-oauth-app');
    await step.getByText('The name of whoever signs in.').waitFor();
    await step.getByLabel('Client ID').fill(store.peer.clientId);
    await step.getByLabel('Client secret').fill(store.peer.clientSecret);
    await step.getByRole('button', { name: 'Save OAuth app' }).click();
    await continueTo('People Forms').click();
    await agree('bob');
    await attempt('success').waitFor();
    await page.getByTestId('connected-as').getByText('Connected as bob').waitFor();
  });

  test('a sign-in whose access is refused shows the step that failed, and goes on once a test passes', async () => {
    store.peer.intercept(({ url }, response) => {
      if (url !== '/me') return false;
      response.writeHead(403, { 'content-type': 'application/json' }).end('{"error":"not_allowed"}');
      return true;
    });
    await page.goto('/connect/people-forms');
    await page.getByLabel('Server URL').fill(store.peer.issuer);
    await continueTo('People Forms').click();
    await agree('bob');
    await attempt('success').waitFor();
    await waitForHeading(page, 'You are signed in at People Forms');
    const step = page.getByTestId('step-test');
    await step.locator('[data-step=reach][data-state-name=passed]').waitFor();
    await step.locator('[data-state-name=failed]').first().waitFor();
    await step.getByTestId('test-failure').waitFor();
    store.peer.intercept(null);
    await step.getByRole('button', { name: 'Test again' }).click();
    await page.getByTestId('connected-as').getByText('Connected as bob').waitFor();
    await waitForHeading(page, 'People Forms is connected');
  });

  test('a form from anywhere ends at a sentence, and at no connection', async () => {
    const server = await startServer((_request, response) => {
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(
          `<form method="post" action="${callbackUrlOf(adminUrl)}"><input name="state" value="x"><input name="code" value="y"><button>Go</button></form>`,
        );
    });
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Go' }).click();
    await page.waitForURL('**/connect/attempts/none?problem=state_unknown');
    await page.getByTestId('sign-in-problem').getByText('This sign-in is not known here.').waitFor();
    await server.stop();
    // So does what stands behind the #, which only the browser sees.
    await page.goto('/');
    await page.evaluate((address) => location.assign(address), `${callbackUrlOf(adminUrl)}#state=x&access_token=y`);
    await page.waitForURL('**/connect/attempts/none?problem=state_unknown');
    await page.getByTestId('sign-in-problem').waitFor();
  });

  test('changes the app, keeps its secret by leaving it blank, and deletes it after being asked', async () => {
    await page.goto('/settings/oauth-apps');
    const row = page.getByTestId('oauth-apps').getByTestId('row').filter({ hasText: 'People Store' });
    await row.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByTestId('oauth-app-dialog');
    await dialog.getByText('set', { exact: true }).waitFor();
    expect(await dialog.getByLabel('Client secret').inputValue()).toBe('');
    await dialog.getByLabel('Custom scopes').fill('openid offline_access');
    await dialog.getByRole('button', { name: 'Save OAuth app' }).click();
    await dialog.waitFor({ state: 'detached' });
    await row.getByText('openid, offline_access').waitFor();
    // The secret is still there: a sign-in works.
    await page.goto(`/connections/${connectionId}?tab=settings`);
    await page.context().clearCookies({ domain: '127.0.0.1' });
    await page.getByTestId('access').getByRole('button', { name: 'Sign in again' }).click();
    await agree('ada');
    await attempt('success').waitFor();
    await page.goto('/catalog/people-store');
    const card = page.getByTestId('oauth-app');
    await card.getByText(store.peer.clientId).waitFor();
    await card.getByRole('button', { name: 'Delete' }).click();
    const question = page.getByTestId('confirm-dialog');
    await question.getByRole('heading', { name: 'Delete the OAuth app for People Store?' }).waitFor();
    await question.getByRole('button', { name: 'Delete' }).click();
    await card.getByText('None yet.').waitFor();
    // Signing in again leads to where the app is made.
    await page.goto(`/connections/${connectionId}?tab=settings`);
    await page.getByTestId('access').getByRole('button', { name: 'Sign in again' }).click();
    await page.getByTestId('access').getByText('There is no OAuth app for People Store yet.').waitFor();
    await page.getByRole('link', { name: 'Set up the OAuth app' }).click();
    await page.getByTestId('step-oauth-app').getByTestId('callback-url').waitFor();
    await expect.poll(() => page.getByLabel('Connection name').inputValue()).toBe('Our people');
  });

  test('an app for every organization is saved with the switch', async () => {
    await page.goto('/settings/oauth-apps');
    await page.getByRole('button', { name: 'Add OAuth app' }).click();
    const dialog = page.getByTestId('add-oauth-app');
    await dialog.getByLabel('Provider').selectOption('people-store');
    await dialog.getByLabel('For every organization').click();
    await dialog.getByLabel('Client ID').fill(store.peer.clientId);
    await dialog.getByLabel('Client secret').fill(store.peer.clientSecret);
    await dialog.getByRole('button', { name: 'Save OAuth app' }).click();
    await dialog.waitFor({ state: 'detached' });
    const row = page.getByTestId('oauth-apps').getByTestId('row').filter({ hasText: 'People Store' });
    await row.getByText('Every organization').waitFor();
  });

  test('a member sees whose app serves and whom to ask, and nothing to press', async () => {
    const member = await addMember(patchbay, 'member', adminUrl);
    const other = await openPage(browser, { baseUrl: adminUrl });
    await signInInBrowser(other.page, member);
    await other.page.goto('/catalog/people-store');
    const card = other.page.getByTestId('oauth-app');
    await card.getByText('Of this installation, for every organization').waitFor();
    await card.getByText('Ask one of your organization.').waitFor();
    expect(await other.page.getByTestId('failed-sign-ins').count()).toBe(0);
    await card.getByRole('button', { name: 'Setup guide' }).click();
    const dialog = other.page.getByTestId('oauth-app-dialog');
    await dialog.getByTestId('callback-url').waitFor();
    expect(await dialog.getByRole('textbox').count()).toBe(0);
    await other.page.goto(`/connections/${connectionId}?tab=settings`);
    await other.page.getByTestId('access').waitFor();
    expect(await other.page.getByRole('button', { name: /Sign in again|Renew now/ }).count()).toBe(0);
    await other.context.close();
  });

  test('who came by another name of this machine goes on at the one people are sent back to', async () => {
    const other = await openPage(browser, { baseUrl: adminUrl.replace('localhost', '127.0.0.1') });
    await other.page.goto('/sign-in?next=%2Fcatalog');
    expect(other.page.url()).toBe(`${adminUrl}/sign-in?next=%2Fcatalog`);
    await other.context.close();
  });

  test('no page complained on the way', () => {
    // The provider's own pages are other pages by design.
    expect(opened.troubles.filter((trouble) => !trouble.startsWith('request to '))).toEqual([]);
  });
});
