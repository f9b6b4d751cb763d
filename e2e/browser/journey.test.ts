// An admin's two minutes: setup, sign in, connect the real registry (first with a wrong password), see its data, disconnect, sign out.
import { type DockerRegistry, type Patchbay, startDockerRegistry, startPatchbay } from '@patchbay/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectHeading, setUpInBrowser, signInInBrowser } from '../support/admin.ts';
import { launchBrowser, type OpenPage, openPage } from '../support/browser.ts';
import { requireBrowser, requireDockerRegistry } from '../support/require-peers.ts';
import { owner } from '../support/set-up-patchbay.ts';

const canRun = requireBrowser() && requireDockerRegistry();

describe.skipIf(!canRun)('an admin', () => {
  let patchbay: Patchbay;
  let registry: DockerRegistry;
  let browser: Browser;
  let opened: OpenPage;

  beforeAll(async () => {
    [patchbay, registry, browser] = await Promise.all([
      startPatchbay({ admin: true }),
      startDockerRegistry({ auth: 'basic' }),
      launchBrowser(),
    ]);
    for (const [name, tag] of [
      ['team/app', 'v1'],
      ['team/app', 'v2'],
      ['team/web', 'latest'],
      ['other/app', 'latest'],
    ] as const)
      await registry.pushImage(name, tag);
    opened = await openPage(browser, { baseUrl: patchbay.adminUrl ?? '' });
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([patchbay?.close(), registry?.close()]);
  });

  test('is led from an empty instance to setup, and sees the API key once', async () => {
    const { page } = opened;
    await page.goto('/');
    await page.waitForURL('**/setup**');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('Enter the setup token from the server log.').waitFor();
    await page.getByLabel('Setup token').fill('not the token');
    await page.getByLabel('Your name').fill(owner.name);
    await page.getByLabel('Email').fill(owner.email);
    await page.getByLabel('Password').fill(owner.password);
    await page.getByLabel('Organization name').fill(owner.organizationName);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Email').inputValue()).toBe(owner.email);
    const apiKey = await setUpInBrowser(page, patchbay.setupToken);
    expect(apiKey.length).toBeGreaterThan(20);
    await page.getByRole('link', { name: 'Go to the overview' }).click();
    await expectHeading(page, 'Overview');
    expect(await page.content()).not.toContain(apiKey);
  });

  test('signs out and in again; a wrong password says so and keeps the address', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in**');
    await page.goto('/connections');
    await page.waitForURL('**/sign-in**');
    await page.getByLabel('Email').fill(owner.email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('No account matches').waitFor();
    expect(await page.getByLabel('Email').inputValue()).toBe(owner.email);
    await signInInBrowser(page);
    // Back to where it was wanted.
    await expectHeading(page, 'Connections');
  });

  test('finds the provider in the catalog and reads what it can do', async () => {
    const { page } = opened;
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Catalog' }).click();
    await expectHeading(page, 'Catalog');
    expect(await page.getByTestId('provider-tile').count()).toBeGreaterThan(3);
    await page.getByLabel('Search providers').fill('registry');
    await page.getByTestId('provider-tile').filter({ hasText: 'Docker Registry' }).waitFor();
    await page.getByRole('link', { name: /Docker Registry/ }).click();
    await expectHeading(page, 'Docker Registry');
    for (const name of ['listTags', 'repositories']) await page.getByText(name).first().waitFor();
    await page.getByRole('link', { name: 'Connect', exact: true }).first().click();
    await expectHeading(page, 'Connect Docker Registry');
  });

  test('types a wrong password: the failure stays on its step with its fix, and nothing typed is lost', async () => {
    const { page } = opened;
    await page.getByLabel('Registry URL').fill('registry.example.com');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText(/Enter a full address|must start with/).waitFor();
    await page.getByLabel('Connection name').fill('Team registry');
    await page.getByLabel('Registry URL').fill(registry.url);
    await page.getByLabel('User name').fill(registry.username);
    await page.getByLabel('Password or token').fill('wrong-password');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    const failure = page.getByTestId('test-failure');
    await failure.waitFor();
    await failure.getByText('Yours to fix').waitFor();
    await failure
      .getByText(/password/i)
      .first()
      .waitFor();
    expect(await page.getByTestId('step-test').getAttribute('data-step-status')).toBe('failed');
    expect(await page.getByTestId('step-found').count()).toBe(0);
    expect(await page.getByLabel('Connection name').inputValue()).toBe('Team registry');
    expect(await page.getByLabel('Registry URL').inputValue()).toBe(registry.url);
    expect(await page.getByLabel('User name').inputValue()).toBe(registry.username);
    expect(await page.getByLabel('Password or token').inputValue()).toBe('wrong-password');
  });

  test('corrects it: the steps tick, what was found is shown, and the first sync runs', async () => {
    const { page } = opened;
    await page.getByLabel('Password or token').fill(registry.password);
    await page.getByRole('button', { name: 'Test again' }).click();
    await page.getByTestId('step-found').waitFor();
    const steps = page.getByTestId('test-steps');
    expect(await steps.locator('[data-step="reach"]').getAttribute('data-state-name')).toBe('passed');
    expect(await steps.locator('[data-step="authenticate"]').getAttribute('data-state-name')).toBe('passed');
    await page.getByTestId('found').filter({ hasText: '3 found' }).waitFor();
    await page.getByTestId('found').filter({ hasText: 'team/app' }).first().waitFor();
    await page.getByRole('button', { name: 'Start first sync' }).click();
    const rows = page.getByTestId('first-sync-row');
    await expect.poll(() => rows.locator('[data-state-name="success"]').count(), { timeout: 30_000 }).toBe(2);
    await page.getByRole('link', { name: 'Open connection' }).click();
    await expectHeading(page, 'Team registry');
  });
});
