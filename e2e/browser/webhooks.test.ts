// Webhooks as people handle them: added, looked through, handled again, changed, repaired, rotated and deleted.
import type { Connection } from '@patchbay/client';
import { type Patchbay, startPatchbay } from '@patchbay/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMember } from '../support/add-member.ts';
import { type ApiClient, testConnection } from '../support/api-client.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { type GitServer, gitConnection, pushOf, repository, startGitServer } from '../support/git-server.ts';
import { requireBrowser } from '../support/require-peers.ts';
import { setUp } from '../support/set-up-patchbay.ts';
import { createSession } from '../support/start-example.ts';

interface Delivery {
  id: string;
  event: string;
  status: string;
  handledAt: string | null;
}

interface ListedWebhook {
  counts: { refused: number };
}

describe.skipIf(!requireBrowser())('webhooks', () => {
  let browser: Browser;
  let patchbay: Patchbay;
  let api: ApiClient;
  let git: GitServer;
  let connection: Connection;
  let page: Page;
  let context: BrowserContext;
  let troubles: string[];
  beforeAll(async () => {
    browser = await launchBrowser();
    git = await startGitServer();
    patchbay = await startPatchbay({ admin: true });
    ({ api } = await setUp(patchbay));
    connection = await api.post<Connection>('/integrations/connections', gitConnection(git));
    await testConnection(api, connection.id);
    const baseUrl = patchbay.adminUrl ?? '';
    const storageState = await createSession(browser, baseUrl);
    ({ page, context, troubles } = await openPage(browser, { baseUrl, storageState }));
  });
  afterAll(async () => {
    await context?.close();
    await browser?.close();
    await Promise.all([patchbay?.close(), git?.stop()]);
  });

  const webhooks = () => page.getByTestId('webhooks').getByTestId('row');
  const deliveries = () => page.getByTestId('webhook-deliveries').getByTestId('row');
  const secret = () => page.getByTestId('webhook-secret').getByTestId('secret-once');
  const listDeliveries = async (): Promise<Delivery[]> =>
    (await api.get<{ data: Delivery[] }>(`/integrations/webhook-deliveries?connectionId=${connection.id}`)).data;
  const listWebhooks = async (): Promise<ListedWebhook[]> =>
    (await api.get<{ data: ListedWebhook[] }>(`/integrations/connections/${connection.id}/webhooks`)).data;
  const openTab = async (): Promise<void> => {
    await page.goto(`/connections/${connection.id}`);
    await page.getByRole('tab', { name: 'Webhooks' }).click();
  };

  test('one is added at the provider, and its secret is shown once', async () => {
    await openTab();
    await page.getByTestId('empty-state').getByRole('button', { name: 'Add webhook' }).click();
    const form = page.getByTestId('add-webhook');
    await form.getByRole('button', { name: 'Add webhook' }).click();
    await form.getByText('Repository is needed.').waitFor();
    await form.getByLabel('Repository').fill('team/app');
    await form.getByLabel('Only these').check();
    await form.getByLabel('push').check();
    await form.getByLabel('repository', { exact: false }).last().check();
    await form.getByRole('button', { name: 'Add webhook' }).click();
    const shown = await secret().textContent();
    expect(shown).toBe(git.hooks[0]?.config.secret);
    expect(await page.getByTestId('webhook-address').textContent()).toBe(git.hooks[0]?.config.url);
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await secret().waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(shown);
    await webhooks().locator('[data-state-name="registered"]').waitFor();
    await webhooks().first().filter({ hasText: 'push, repository' }).waitFor();
  });

  test('a delivery comes into the inbox with its payload, and is handled again', async () => {
    expect(await git.deliver('push', pushOf('Make the gateway faster'))).toEqual([202]);
    await deliveries().first().locator('[data-state-name="handled"]').waitFor();
    const row = await deliveries().first().textContent();
    expect(row).toContain('team/app');
    expect(row).toContain('Added record 42 of repositories.');

    await deliveries().first().getByRole('button').click();
    const drawer = page.getByTestId('inbox-drawer');
    await drawer.getByLabel('Payload').getByText('Make the gateway faster').waitFor();
    const headers = (await drawer.getByTestId('delivery-headers').textContent()) ?? '';
    expect(headers).toContain('x-gitea-event');
    expect(headers).not.toContain('x-gitea-signature');
    const [before] = await listDeliveries();
    await drawer.getByRole('button', { name: 'Handle again' }).click();
    await page.getByText('It is handled again.', { exact: true }).waitFor();
    await expect.poll(async () => (await listDeliveries())[0]?.handledAt).not.toBe(before?.handledAt);
    await drawer.getByText('Record 42 of repositories was as it says already.').waitFor();
    expect(await listDeliveries()).toHaveLength(1);
    await drawer.getByRole('button', { name: 'Close' }).click();
    await drawer.waitFor({ state: 'detached' });
  });

  test('the inbox is searched and narrowed; what is not proven is refused and counted', async () => {
    await openTab();
    const issue = { action: 'opened', issue: { title: 'It rains' }, repository };
    expect(await git.deliver('issues', issue)).toEqual([202]);
    await deliveries().first().locator('[data-state-name="ignored"]').waitFor();
    await page.getByLabel('Search deliveries').fill('It rains');
    await expect.poll(() => deliveries().count()).toBe(1);
    await page.getByLabel('Status').selectOption('handled');
    await page.getByText('No delivery matches').waitFor();
    await page.getByTestId('empty-state').getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => deliveries().count()).toBe(2);

    const [refused] = await git.deliver('push', pushOf('Not from here'), { secret: 'somebody else' });
    expect(refused).toBeGreaterThanOrEqual(400);
    // Written down now and then; the page looks again by itself.
    await expect.poll(async () => (await listWebhooks())[0]?.counts.refused).toBe(1);
    await webhooks().getByText('1 refused').waitFor();
    expect(await deliveries().count()).toBe(2);
  });

  test('its events are changed, it is found gone and registered again, and gets a new secret', async () => {
    await openTab();
    await webhooks().getByRole('button', { name: 'team/app' }).click();
    const one = page.getByTestId('webhook');
    await one.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByTestId('edit-webhook');
    await dialog.getByLabel('Every event').check();
    await dialog.getByLabel('Deliveries a minute').fill('60');
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await dialog.waitFor({ state: 'detached' });
    await one.getByText('60 a minute, 5 MB each').waitFor();

    git.hooks.splice(0);
    await one.getByRole('button', { name: 'Check' }).click();
    const notice = page.getByTestId('hook-notice');
    await notice.getByText('The hook is not at Gitea any more.').waitFor();
    await notice.getByRole('button', { name: 'Register again' }).click();
    await notice.waitFor({ state: 'detached' });
    expect(git.hooks).toHaveLength(1);

    const old = git.hooks[0]?.config.secret;
    await one.getByRole('button', { name: 'New secret' }).click();
    await page.getByTestId('new-secret').getByLabel('The old secret holds').selectOption({ label: 'For an hour' });
    await page.getByTestId('new-secret').getByRole('button', { name: 'New secret' }).click();
    const next = await secret().textContent();
    expect(next).not.toBe(old);
    expect(git.hooks[0]?.config.secret).toBe(next);
    await page.getByTestId('webhook-secret').getByText('are accepted until').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('webhook-details').getByText('is accepted too, until').waitFor();
  });

  test('a test goes through the doctor', async () => {
    await page.getByTestId('webhook').getByRole('button', { name: 'Test' }).click();
    await page.waitForURL(/\/doctor\/doc_/);
    await page.locator('[data-step^="webhook_proof"][data-state-name="ok"]').waitFor();
    // The hook of the test is gone, and its delivery is in the inbox as what it is.
    await expect.poll(() => git.hooks.length).toBe(1);
    expect(await listDeliveries()).toHaveLength(3);
    await openTab();
    await deliveries().first().getByText('A test delivery of the doctor').waitFor();
  });

  test('one is made by hand with the secret of the provider, and says what is left to do when it is deleted', async () => {
    await openTab();
    await page.getByRole('button', { name: 'Add webhook' }).click();
    const form = page.getByTestId('add-webhook');
    await form.getByLabel('I make the hook by hand').check();
    await form.getByLabel('The provider made the secret').fill('short');
    await form.getByRole('button', { name: 'Add webhook' }).click();
    await form.getByText('A secret has at least 16 characters.').waitFor();
    await form.getByLabel('The provider made the secret').fill('a secret of the provider');
    await form.getByRole('button', { name: 'Add webhook' }).click();
    const dialog = page.getByTestId('webhook-secret');
    await dialog.getByTestId('hook-setup').getByText('Paste the delivery URL').waitFor();
    expect(await secret().textContent()).toBe('a secret of the provider');
    await page.keyboard.press('Escape');
    expect(git.hooks).toHaveLength(1);

    await webhooks().filter({ hasText: 'Made by hand' }).getByRole('button').click();
    await page.getByTestId('webhook-management').getByRole('button', { name: 'Delete' }).click();
    await page.getByTestId('confirm-dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByTestId('left-to-do').getByText('Remove the hook at Gitea by hand.').waitFor();
    await page.getByTestId('left-to-do').getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => webhooks().count()).toBe(1);
  });

  test('a viewer sees them and what they brought, and is offered nothing that writes', async () => {
    const baseUrl = patchbay.adminUrl ?? '';
    const storageState = await createSession(browser, baseUrl, await addMember(patchbay, 'viewer'));
    const viewer = await openPage(browser, { baseUrl, storageState });
    await viewer.page.goto(`/connections/${connection.id}?tab=webhooks`);
    await viewer.page.getByTestId('webhooks').getByRole('button', { name: 'team/app' }).click();
    await viewer.page.getByTestId('webhook-details').waitFor();
    expect(await viewer.page.getByTestId('webhook-address').count()).toBe(0);
    const writes = viewer.page.getByRole('button', { name: /^(Edit|Test|Check|New secret|Delete|Add webhook)$/ });
    expect(await writes.count()).toBe(0);
    await viewer.page.getByTestId('webhook-deliveries').getByTestId('row').first().getByRole('button').click();
    const drawer = viewer.page.getByTestId('inbox-drawer');
    await drawer.getByText('Members and admins can read the payload.').waitFor();
    expect(await drawer.getByRole('button', { name: 'Handle again' }).count()).toBe(0);
    expect(viewer.troubles).toEqual([]);
    await viewer.context.close();
  });

  test('deleted, it is gone here and at the provider', async () => {
    await webhooks().getByRole('button', { name: 'team/app' }).click();
    await page.getByTestId('webhook-management').getByRole('button', { name: 'Delete' }).click();
    await page.getByTestId('confirm-dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('The webhook is deleted.', { exact: true }).waitFor();
    await page.getByText('No webhook yet').waitFor();
    expect(git.hooks).toEqual([]);
    expect(troubles).toEqual([]);
  });
});
