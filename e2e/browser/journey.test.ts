// An admin's two minutes: setup, sign in, connect the real registry (first with a wrong password), see its data, disconnect, sign out.
import {
  assertNoCanary,
  type DockerRegistry,
  type Patchbay,
  startDockerRegistry,
  startPatchbay,
} from '@patchbay/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setUpInBrowser, signInInBrowser, waitForHeading } from '../support/admin.ts';
import { asSteps } from '../support/as-steps.ts';
import { launchBrowser, type OpenPage, openPage, waitForQuiet } from '../support/browser.ts';
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

  asSteps(() => ({ visitor: opened?.page }));

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
    await page.getByTestId('error-state').waitFor();
    expect(await page.getByLabel('Email').inputValue()).toBe(owner.email);
    const apiKey = await setUpInBrowser(page, patchbay.setupToken);
    expect(apiKey.length).toBeGreaterThan(20);
    await page.getByRole('link', { name: 'Go to the overview' }).click();
    await waitForHeading(page, 'Overview');
    expect(await page.content()).not.toContain(apiKey);
  });

  test('signs out and in again; a wrong password says so and keeps the address', async () => {
    const { page } = opened;
    // What still loads after the setup may draw the shell anew, and close a menu.
    await waitForQuiet(page);
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in**');
    await page.goto('/connections');
    await page.waitForURL('**/sign-in**');
    await page.getByLabel('Email').fill(owner.email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByTestId('error-state').getByText('No account matches').waitFor();
    expect(await page.getByLabel('Email').inputValue()).toBe(owner.email);
    await signInInBrowser(page);
    // Back to where it was wanted.
    await waitForHeading(page, 'Connections');
  });

  test('finds the provider in the catalog and reads what it can do', async () => {
    const { page } = opened;
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Catalog' }).click();
    await waitForHeading(page, 'Catalog');
    await expect.poll(() => page.getByTestId('provider-tile').count()).toBeGreaterThan(3);
    await page.getByLabel('Search providers').fill('registry');
    await page.getByTestId('provider-tile').filter({ hasText: 'GitHub' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /Docker Registry/ }).click();
    await waitForHeading(page, 'Docker Registry');
    for (const name of ['listTags', 'repositories']) await page.getByText(name).first().waitFor();
    await page.getByRole('link', { name: 'Connect', exact: true }).first().click();
    await waitForHeading(page, 'Connect Docker Registry');
  });

  test('types a wrong password: the failure stays on its step with its fix, and nothing typed is lost', async () => {
    const { page } = opened;
    await page.getByLabel('Registry URL').fill('registry.example.com');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText(/Enter a full address|must start with/).waitFor();
    await page.getByLabel('Connection name').fill('Team registry');
    await page.getByLabel('Registry URL').fill(registry.url);
    await page.getByRole('textbox', { name: 'User name' }).fill(registry.username);
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
    expect(await page.getByRole('textbox', { name: 'User name' }).inputValue()).toBe(registry.username);
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
    await waitForHeading(page, 'Team registry');
  });

  test('tests it again, syncs it from its page, and reads the run with its log', async () => {
    const { page } = opened;
    await page.locator('main header').getByRole('button', { name: 'Test' }).click();
    await page.getByTestId('test-steps').locator('[data-step="reach"][data-state-name="passed"]').waitFor();
    await registry.pushImage('team/new', 'v1');
    await page
      .getByTestId('syncs')
      .locator('[data-sync="repositories"]')
      .getByRole('button', { name: /Sync now/ })
      .click();
    // It lies over the page, and Escape would close it instead of what was opened before it came.
    await page.getByText('Sync started.').first().waitFor();
    await page.getByRole('tab', { name: 'Runs' }).click();
    const newest = page
      .getByTestId('runs')
      .getByTestId('row')
      .filter({ hasText: /repositories/i })
      .first();
    await newest.locator('[data-state-name="success"]').waitFor();
    await newest.getByRole('button').click();
    const drawer = page.getByTestId('run-drawer');
    await drawer.getByTestId('run-log').locator('li').first().waitFor();
    await drawer.getByText('Added').waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  test('finds the records, filters them, and opens one', async () => {
    const { page } = opened;
    await page.getByRole('tab', { name: 'Records' }).click();
    const rows = page.getByTestId('records').getByTestId('row');
    await rows.filter({ hasText: 'team/new' }).first().waitFor();
    await page.getByRole('combobox', { name: 'Model' }).selectOption('image_tag');
    await rows.filter({ hasText: 'team/app:v1' }).waitFor();
    // The old rows stay until the new ones are there: for a moment two of them match.
    await rows.filter({ hasText: 'team/new' }).first().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'team/app:v1' }).click();
    await page.getByTestId('record-drawer').getByText('"team/app"').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('record-drawer').waitFor({ state: 'detached' });
    await page.waitForURL((url) => !url.searchParams.has('record'));
    // The view can be linked: a reload finds it again.
    await page.reload();
    await rows.filter({ hasText: 'team/app:v1' }).waitFor();
  });

  test('discovers resources by a pattern', async () => {
    const { page } = opened;
    await page.getByRole('tab', { name: 'Resources' }).click();
    await page.getByLabel('Name pattern').fill('team/*');
    await page.getByRole('button', { name: 'Discover' }).click();
    await page.getByText('3 found').waitFor();
    const rows = page.getByTestId('resources').getByTestId('row');
    await expect.poll(() => rows.count()).toBe(3);
    expect(await rows.filter({ hasText: 'other/app' }).count()).toBe(0);
  });

  test('runs an operation, and is asked before a destructive one', async () => {
    const { page } = opened;
    await page.getByRole('tab', { name: 'Actions' }).click();
    // The form before stays until the new one is there: what is typed too early goes with it.
    const chosen = (name: string) => page.locator('button[aria-current="true"]').filter({ hasText: name }).waitFor();
    await page.getByRole('button', { name: 'listTags' }).click();
    await chosen('listTags');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('Repository is needed.').waitFor();
    await page.getByLabel('Repository').fill('team/app');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const outcome = page.getByTestId('action-outcome');
    await outcome.getByText('It worked').waitFor();
    await outcome.getByText('2 items').waitFor();
    await page.getByRole('button', { name: /deleteManifest/ }).click();
    await chosen('deleteManifest');
    await page.getByLabel('Repository').fill('team/app');
    await page.getByLabel('Digest').fill(`sha256:${'0'.repeat(64)}`);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const question = page.getByTestId('confirm-dialog');
    await question.getByText('Team registry').waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(await registry.listTags('team/app')).toEqual(['v1', 'v2']);
  });

  test('changes the credentials without seeing the old ones; a blank keeps what is stored', async () => {
    const { page } = opened;
    await page.getByRole('tab', { name: 'Settings' }).click();
    const credentials = page.getByTestId('credentials');
    await credentials.getByText(/set/).first().waitFor();
    expect(await credentials.getByLabel('Password or token').inputValue()).toBe('');
    expect(await page.content()).not.toContain(registry.password);
    await credentials.getByLabel('Password or token').fill('not-this-one');
    await credentials.getByRole('button', { name: 'Rotate' }).click();
    await credentials.getByTestId('test-failure').waitFor();
    await page.getByTestId('connection-notice').waitFor();
    await credentials.getByLabel('Password or token').fill(registry.password);
    await credentials.getByRole('button', { name: 'Rotate' }).click();
    await credentials.locator('[data-step="authenticate"][data-state-name="passed"]').waitFor();
    await page.getByTestId('connection-notice').waitFor({ state: 'detached' });
  });

  test('reads all of it in the audit log', async () => {
    const { page } = opened;
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit log' }).click();
    await waitForHeading(page, 'Audit log');
    const rows = page.getByTestId('audit-log').getByTestId('row');
    for (const action of ['Set up the instance', 'Created a connection', 'Stored credentials'])
      await rows.filter({ hasText: action }).first().waitFor();
    await rows.filter({ hasText: 'Created a connection' }).getByRole('button').first().click();
    const entry = page.getByTestId('audit-drawer');
    await entry.getByText(registry.url).first().waitFor();
    expect(await entry.textContent()).not.toContain(registry.password);
    await page.keyboard.press('Escape');
    await entry.waitFor({ state: 'detached' });
    await page.waitForURL((url) => !url.searchParams.has('entry'));
  });

  test('jumps with the palette, disconnects after being asked, and the history stays', async () => {
    const { page } = opened;
    await page.keyboard.press('Control+k');
    const palette = page.getByTestId('command-palette');
    await palette.getByRole('combobox').fill('Team registry');
    await palette.getByRole('option', { name: 'Team registry', selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await waitForHeading(page, 'Team registry');
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Disconnect' }).click();
    const question = page.getByTestId('confirm-dialog');
    await question.getByRole('heading', { name: 'Disconnect Team registry?' }).waitFor();
    await question.getByRole('button', { name: 'Disconnect' }).click();
    await question.waitFor({ state: 'detached' });
    await page.getByTestId('connection-notice').getByText('disconnected').first().waitFor();
    expect(await page.getByRole('button', { name: 'Sync now' }).count()).toBe(0);
    await page.getByRole('tab', { name: 'Records' }).click();
    await page.getByTestId('records').getByTestId('row').first().waitFor();
  });

  test('deletes it for good only after typing its name', async () => {
    const { page } = opened;
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const question = page.getByTestId('confirm-dialog');
    const confirm = question.getByRole('button', { name: 'Delete' });
    expect(await confirm.isDisabled()).toBe(true);
    await question.getByRole('textbox').fill('Team registry');
    await confirm.click();
    await page.waitForURL('**/connections');
    await page.getByText('No connection yet').waitFor();
  });

  test('and on the whole way no page failed, nothing was loaded from elsewhere and no secret was logged', () => {
    expect(opened.troubles).toEqual([]);
    assertNoCanary(registry.password, { 'the output of the servers': patchbay.output() });
    assertNoCanary(owner.password, { 'the output of the servers': patchbay.output() });
  });
});
