// Event subscriptions as people handle them: added, tried, repaired, rotated, paused and deleted; and pages that follow what happens.
import { type LocalServer, type Patchbay, startPatchbay, startServer } from '@patchbay/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { requireBrowser } from '../support/require-peers.ts';
import { setUp } from '../support/set-up-patchbay.ts';
import { createSession } from '../support/start-example.ts';

describe.skipIf(!requireBrowser())('event subscriptions', () => {
  let browser: Browser;
  let patchbay: Patchbay;
  let receiver: LocalServer;
  let api: ApiClient;
  let status = 500;
  beforeAll(async () => {
    browser = await launchBrowser();
    receiver = await startServer((request, response) => {
      request.resume();
      response.writeHead(status).end();
    });
    patchbay = await startPatchbay({ admin: true });
    ({ api } = await setUp(patchbay));
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([patchbay?.close(), receiver?.stop()]);
  });

  test('one is added, repaired, sent to again, rotated, paused, enabled and deleted', async () => {
    const baseUrl = patchbay.adminUrl ?? '';
    const { page, context, troubles } = await openPage(browser, {
      baseUrl,
      storageState: await createSession(browser, baseUrl),
    });
    const rows = page.getByTestId('deliveries').getByTestId('row');
    const secret = page.getByTestId('secret-once');

    await page.goto('/settings/events');
    await page.getByRole('button', { name: 'Add subscription' }).click();
    await page.getByLabel('URL').fill(`${receiver.url}/in`);
    await page.getByLabel('Name').fill('Tickets');
    await page.getByRole('button', { name: 'Create subscription' }).click();
    const first = await secret.textContent();
    expect(first).toMatch(/^whsec_/);
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await secret.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(first);

    // The receiver is down: the test says so, and a press sends it again once it is up.
    await page.getByRole('link', { name: 'Tickets' }).click();
    await page.getByRole('button', { name: 'Send test event' }).click();
    await rows.first().locator('[data-state-name="failed"]').waitFor();
    status = 204;
    await rows.first().getByRole('button').click();
    const drawer = page.getByTestId('delivery-drawer');
    await drawer.getByText('The receiver answered 500.').waitFor();
    await drawer.getByRole('button', { name: 'Send again' }).click();
    await rows.first().locator('[data-state-name="delivered"]').waitFor();
    await expect.poll(() => rows.count()).toBe(2);
    const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);

    await page.getByRole('button', { name: 'Rotate secret' }).click();
    await page.getByTestId('rotate-secret').getByRole('button', { name: 'Rotate secret' }).click();
    expect(await secret.textContent()).not.toBe(first);
    await page.getByTestId('subscription-secret').getByText('The old secret holds until').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('subscription-details').getByText('Old secret').waitFor();
    await page.getByRole('button', { name: 'Send test event' }).click();
    await expect.poll(() => receiver.requests.length).toBe(3);
    expect(receiver.requests[2]?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);

    await page.getByRole('button', { name: 'Pause' }).click();
    const notice = page.getByTestId('subscription-notice');
    await notice.getByRole('button', { name: 'Enable' }).click();
    await notice.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Edit' }).click();
    const form = page.getByTestId('subscription-form');
    await form.getByLabel('Only these').check();
    await form.getByLabel('sync.failed').check();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByTestId('subscription-details').getByText('sync.failed').waitFor();

    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByTestId('confirm-dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByTestId('empty-state').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/settings/events');
    expect(troubles).toEqual([]);
    await context.close();
  });

  test('an open page shows what others did, and goes on after its stream was closed', async () => {
    const baseUrl = patchbay.adminUrl ?? '';
    const storageState = await createSession(browser, baseUrl);
    const { page, context, troubles } = await openPage(browser, { baseUrl, storageState });
    const connect = (name: string) =>
      api.post('/integrations/connections', {
        ...{ providerSlug: 'docker-registry', authMethod: 'none', name },
        settings: { baseUrl: receiver.url },
      });
    const row = (name: string) => page.getByTestId('connections').getByRole('link', { name, exact: true });
    const show = (isShown: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
        Object.defineProperty(document, 'visibilityState', {
          value: hidden ? 'hidden' : 'visible',
          configurable: true,
        });
        document.dispatchEvent(new Event('visibilitychange'));
      }, !isShown);
    const nextStream = () => page.waitForResponse((response) => response.url().endsWith('/events/stream'));
    const opened = nextStream();
    // This list does not look again by itself.
    await page.goto('/connections');
    expect((await opened).status()).toBe(200);
    await connect('First');
    await row('First').waitFor();

    // A tab nobody looks at follows nothing; shown again, it has missed nothing.
    await show(false);
    await connect('Second');
    const again = nextStream();
    await show(true);
    expect((await again).status()).toBe(200);
    await row('Second').waitFor();
    await connect('Third');
    await row('Third').waitFor();

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Events' }).click();
    const events = page.getByTestId('events').getByTestId('row');
    await page.getByLabel('Type of event').selectOption('connection.created');
    await expect.poll(() => events.count()).toBe(3);
    await connect('Fourth');
    await events.filter({ hasText: 'Fourth' }).getByRole('button').click();
    await page.getByTestId('event-drawer').getByLabel('Data').getByText('"Fourth"').waitFor();
    expect(await page.evaluate(() => performance.getEntriesByType('navigation').length)).toBe(1);
    expect(troubles).toEqual([]);
    await context.close();
  });
});
