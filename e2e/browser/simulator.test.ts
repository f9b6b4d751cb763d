// The first five minutes without an account anywhere: a simulator answers for every provider.
import type { Connection } from '@patchbay/client';
import { findFreePort, type Patchbay, startPatchbay } from '@patchbay/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitForHeading } from '../support/admin.ts';
import { type ApiClient, runSync } from '../support/api-client.ts';
import { assertAccessible } from '../support/assert-accessible.ts';
import { assertNoSidewaysScroll, launchBrowser, openPage, resize } from '../support/browser.ts';
import { requireBrowser } from '../support/require-peers.ts';
import { setUp } from '../support/set-up-patchbay.ts';
import { createSession } from '../support/start-example.ts';

describe.skipIf(!requireBrowser())('with the simulator', () => {
  let browser: Browser;
  let patchbay: Patchbay;
  let api: ApiClient;
  let page: Page;
  let context: BrowserContext;
  let troubles: string[];
  beforeAll(async () => {
    browser = await launchBrowser();
    const port = String(await findFreePort());
    patchbay = await startPatchbay({ admin: true, env: { PATCHBAY_SIMULATOR: '1', PATCHBAY_SIMULATOR_PORT: port } });
    ({ api } = await setUp(patchbay));
    const baseUrl = patchbay.adminUrl ?? '';
    ({ page, context, troubles } = await openPage(browser, {
      baseUrl,
      storageState: await createSession(browser, baseUrl),
    }));
  });
  afterAll(async () => {
    await context?.close();
    await browser?.close();
    await patchbay?.close();
  });

  test.each([
    ['gitea', 'Gitea', 'a server of people’s own'],
    ['openrouter', 'OpenRouter', 'a fixed address'],
  ])('%s is connected with what the page fills in: %s, %s', async (slug, name) => {
    await page.goto(`/connect/${slug}`);
    await waitForHeading(page, `Connect ${name}`);
    const notice = page.getByTestId('simulated-values');
    await notice.getByText('you can try it without an account').waitFor();
    await resize(page, 375);
    await assertNoSidewaysScroll(page);
    await assertAccessible(page);
    await resize(page, 1280);
    await notice.getByRole('button', { name: 'Fill in what it takes' }).click();
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByTestId('step-found').waitFor();
    const { data } = await api.get<{ data: Connection[] }>(`/integrations/connections?providerSlug=${slug}`);
    expect(data).toMatchObject([{ status: 'active', isSimulated: true }]);
    await page.goto('/connections');
    await page.getByText('Simulated').first().waitFor();
    expect(troubles.splice(0)).toEqual([]);
  });

  test('what is simulated is synced as if it were real', async () => {
    const { data } = await api.get<{ data: Connection[] }>('/integrations/connections?providerSlug=gitea');
    const run = await runSync(api, data[0]?.id ?? '', 'repositories');
    expect(run).toMatchObject({ status: 'success' });
    expect(run.stats?.added).toBeGreaterThan(0);
  });
});
