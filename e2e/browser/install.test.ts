// An app is installed at a real forge from the admin, in a real browser. The admin is at localhost and the forge at 127.0.0.1: two
// sites, as a provider's is another.
import { type AppForge, findFreePort, type Patchbay, startAppForge, startPatchbay } from '@patchbay/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInInBrowser, waitForHeading } from '../support/admin.ts';
import { type ApiClient, testConnection } from '../support/api-client.ts';
import { asSteps } from '../support/as-steps.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { callbackUrlOf } from '../support/people-store.ts';
import { requireBrowser } from '../support/require-peers.ts';
import { setUp } from '../support/set-up-patchbay.ts';

describe.skipIf(!requireBrowser())('an owner and an app that is installed', () => {
  let patchbay: Patchbay;
  let api: ApiClient;
  let forge: AppForge;
  let browser: Browser;
  let page: Page;
  let connectionId: string;

  beforeAll(async () => {
    const adminPort = await findFreePort();
    const adminUrl = `http://localhost:${adminPort}`;
    forge = await startAppForge({ callbackUrl: callbackUrlOf(adminUrl) });
    const env = { APP_URL: adminUrl };
    [patchbay, browser] = await Promise.all([startPatchbay({ admin: true, adminPort, env }), launchBrowser()]);
    ({ api } = await setUp(patchbay));
    ({ page } = await openPage(browser, { baseUrl: adminUrl }));
    await signInInBrowser(page);
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([patchbay?.close(), forge?.stop()]);
  });

  asSteps(() => ({ page }));

  const form = () => page.getByTestId('connect-form');
  const attempt = (status: string) => page.locator(`[data-testid=attempt][data-state-name=${status}]`);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  async function fillSecrets(): Promise<void> {
    await form()
      .getByLabel('Private key')
      .evaluate((element, text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text', text);
        element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, forge.app.privateKey);
    await form().getByLabel('Client secret').fill(forge.app.clientSecret);
  }

  test('reads what installing takes, next to the field it fills in', async () => {
    await page.goto('/connect/github');
    await waitForHeading(page, 'Connect GitHub');
    expect(await page.getByTestId('install-app').count()).toBe(0);
    await page.locator('input[name=auth-method][value=app]').check();
    await page.getByLabel('API URL').fill(forge.api);
    await page.getByLabel('Site URL').fill(forge.site);
    await form().getByLabel('App ID').fill(forge.app.appId);
    await form().getByLabel('Private key').fill(forge.app.privateKey);
    await press('Install the app');
    await page.getByTestId('install-app').getByText('The app was not installed').waitFor();
    for (const label of ['App name in addresses', 'Client ID', 'Client secret'])
      await form().getByText(`is required to install the app from here (${label})`).first().waitFor();
    // The installation itself is nothing anybody has to type in for it.
    expect(await form().getByLabel('Installation ID').getAttribute('aria-invalid')).not.toBe('true');
  });

  test('only asks for the app, and reads who has to approve it', async () => {
    await form().getByLabel('App name in addresses').fill(forge.app.appSlug);
    await form().getByLabel('Client ID').fill(forge.app.clientId);
    await fillSecrets();
    const asked = page.waitForRequest('**/oauth/install');
    await press('Install the app');
    // The lines of a key that was pasted are still lines.
    const { credentials } = (await asked).postDataJSON() as { credentials: Record<string, string> };
    expect(credentials.privateKey).toBe(forge.app.privateKey.trim());
    await page.waitForURL((url) => url.origin === forge.site);
    await press('Request');
    await attempt('error').waitFor();
    await page
      .getByTestId('sign-in-failure')
      .getByText(/owns the account has to approve/)
      .waitFor();
    await page.getByText('install_requested', { exact: true }).waitFor();
  });

  test('installs the app, and lands on a connection that was tested', async () => {
    await page.getByRole('link', { name: 'Try again' }).click();
    await waitForHeading(page, 'Connect GitHub');
    await page.locator('input[name=auth-method][value=app]').check();
    await expect.poll(() => page.getByLabel('Site URL').inputValue()).toBe(forge.site);
    await form().getByLabel('App ID').fill(forge.app.appId);
    await form().getByLabel('App name in addresses').fill(forge.app.appSlug);
    await form().getByLabel('Client ID').fill(forge.app.clientId);
    await fillSecrets();
    await press('Install the app');
    await page.waitForURL((url) => url.origin === forge.site);
    await press('Install');
    await attempt('success').waitFor();
    await waitForHeading(page, 'GitHub is connected');
    await page.getByTestId('connected-as').getByText('Connected as octo-org').waitFor();
    connectionId = new URL(page.url()).searchParams.get('connection') ?? '';
    expect(await testConnection(api, connectionId)).toMatchObject({ ok: true, account: { label: 'octo-org' } });
    expect(forge.personTokens.size).toBe(0);
    expect(await page.content()).not.toContain(forge.app.clientSecret);
  });

  test('installs it again from the settings, without typing anything in', async () => {
    // Removed at the forge: the next installation has another number.
    forge.installations.splice(0);
    forge.comeBack(`${forge.site}/?state=x`, { person: 'bob', account: 'other-org' });
    await page.goto(`/connections/${connectionId}?tab=settings`);
    await press('Install the app again');
    await page.waitForURL((url) => url.origin === forge.site);
    await press('Install');
    await attempt('success').waitFor();
    expect(new URL(page.url()).searchParams.get('connection')).toBe(connectionId);
    expect(await testConnection(api, connectionId)).toMatchObject({ ok: true, account: { label: 'octo-org' } });
  });
});
