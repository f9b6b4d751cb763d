// What people decide in the admin about findings and schedules, and what the API then says.
import type { Finding, SyncInfo } from '@patchbay/client';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.ts';
import { requireBrowser, requireDockerRegistry } from '../support/require-peers.ts';
import { createSession, type Example, startExample } from '../support/start-example.ts';
import { openRunOfScanner } from '../views/runs.ts';

describe.skipIf(!requireBrowser() || !requireDockerRegistry())('in the admin', () => {
  let browser: Browser;
  let example: Example;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    example = await startExample();
    const storageState = await createSession(browser, example.adminUrl);
    ({ page } = await openPage(browser, { baseUrl: example.adminUrl, storageState }));
  });
  afterAll(async () => {
    await browser?.close();
    await example?.close();
  });

  const title = 'Outdated TLS library';
  const finding = async () => {
    const { data } = await example.api.get<{ data: Finding[] }>('/integrations/findings');
    return data.find((each) => each.title === title);
  };

  test('a finding is ignored with a reason until a day, and opened again', async () => {
    await page.goto('/findings');
    await page.getByRole('button', { name: title }).click();
    const drawer = page.getByTestId('finding-drawer');
    expect(await drawer.getByRole('button', { name: 'Ignore' }).isEnabled()).toBe(false);
    await drawer.getByLabel('Reason').fill('The gateway is replaced.');
    await drawer.getByLabel('Until').fill('2099-12-31');
    await drawer.getByRole('button', { name: 'Ignore' }).click();
    await drawer.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: title }).waitFor({ state: 'detached' });
    expect(await finding()).toMatchObject({ status: 'ignored', statusReason: 'The gateway is replaced.' });
    expect((await finding())?.ignoredUntil).toMatch(/^2099-12-3/);

    await page.getByLabel('Status').selectOption('ignored');
    await page.getByRole('button', { name: title }).click();
    await drawer.getByRole('definition').filter({ hasText: 'The gateway is replaced.' }).waitFor();
    await drawer.getByRole('button', { name: 'Open again' }).click();
    await drawer.waitFor({ state: 'detached' });
    expect(await finding()).toMatchObject({ status: 'open', ignoredUntil: null });
  });

  test('a finding is called resolved, and opened again', async () => {
    await page.goto('/findings');
    await page.getByRole('button', { name: title }).click();
    const drawer = page.getByTestId('finding-drawer');
    await drawer.getByRole('button', { name: 'Resolve' }).click();
    await drawer.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: title }).waitFor({ state: 'detached' });
    expect((await finding())?.status).toBe('resolved');

    await page.getByLabel('Status').selectOption('resolved');
    await page.getByRole('button', { name: title }).click();
    expect(await drawer.getByRole('button', { name: 'Resolve' }).count()).toBe(0);
    await drawer.getByRole('button', { name: 'Open again' }).click();
    await drawer.waitFor({ state: 'detached' });
    expect((await finding())?.status).toBe('open');
  });

  test('an exception made from a finding ignores it; deleted, the finding is open again', async () => {
    await page.goto('/findings?rule=CVE-2026-1002');
    await page.getByRole('button', { name: title }).click();
    await page.getByTestId('finding-drawer').getByRole('link', { name: 'Make an exception' }).click();
    const dialog = page.getByTestId('exception-dialog');
    expect(await dialog.getByLabel('Where').inputValue()).toBe('platform/gateway: Dockerfile');
    await dialog.getByLabel('Rule').fill('CVE-2026-*');
    await dialog.getByLabel('Reason').fill('The scanner knows an old image only.');
    await dialog.getByRole('button', { name: 'Add exception' }).click();
    await dialog.waitFor({ state: 'detached' });
    const row = page.getByTestId('exceptions').getByTestId('row').filter({ hasText: 'CVE-2026-*' });
    await row.getByText('Scanner', { exact: true }).waitFor();
    expect(await finding()).toMatchObject({ status: 'ignored', statusReason: 'The scanner knows an old image only.' });

    await row.getByRole('button', { name: /^Edit/ }).click();
    await dialog.getByLabel('Reason').fill('The scanner is replaced.');
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await dialog.waitFor({ state: 'detached' });
    await row.getByText('The scanner is replaced.').waitFor();
    expect(await finding()).toMatchObject({ status: 'ignored', statusReason: 'The scanner is replaced.' });

    await row.getByRole('button', { name: /^Delete/ }).click();
    await page.getByTestId('confirm-dialog').getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached' });
    expect(await finding()).toMatchObject({ status: 'open', exceptionId: null });
  });

  test('a run tells of words its manifest does not name, and of nothing where it names them all', async () => {
    await openRunOfScanner(page);
    const drawer = page.getByTestId('run-drawer');
    await drawer.getByText('A severity or state was read that the manifest does not name.').waitFor();
    await drawer.getByText('The severity "Moderate" has no meaning in the manifest, so it counts as medium').waitFor();

    await page.goto(`/connections/${example.data.working.id}?tab=runs`);
    const runs = page.getByTestId('runs').getByTestId('row');
    await runs
      .filter({ hasText: /Sync.*tags/i })
      .first()
      .getByRole('button')
      .click();
    await page.getByTestId('run-log').waitFor();
    expect(await drawer.getByTestId('unknown-words').count()).toBe(0);
  });

  test('a schedule is chosen, one that is none is refused, and the usual one comes back', async () => {
    const { id } = example.data.working;
    const sync = () => example.api.get<SyncInfo>(`/integrations/connections/${id}/syncs/tags`);
    const row = page.locator('[data-sync=tags]');
    const dialog = page.getByTestId('schedule-dialog');
    const open = () => row.getByRole('button', { name: 'Schedule Tags' }).click();
    const save = () => dialog.getByRole('button', { name: 'Save schedule' }).click();
    await page.goto(`/connections/${id}`);
    await open();
    await dialog.getByLabel('Schedule').selectOption({ label: 'every 6 hours' });
    await save();
    await dialog.waitFor({ state: 'detached' });
    await row.getByText('every 6 hours').waitFor();
    expect(await sync()).toMatchObject({ schedule: '0 */6 * * *', isScheduleOwn: true });

    await open();
    await dialog.getByLabel('Schedule').selectOption({ label: 'Another one' });
    await dialog.getByLabel('Five cron fields').fill('at tea time');
    await save();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Schedule').selectOption({ index: 0 });
    await dialog.getByLabel('Runs by itself').uncheck();
    await save();
    await dialog.waitFor({ state: 'detached' });
    await row.getByText('Not by itself').waitFor();
    expect(await sync()).toMatchObject({ isEnabled: false, isScheduleOwn: false, nextRunAt: null });
  });

  test('what a sync reads is set beside its schedule, and cleared again', async () => {
    const { id } = example.data.scanner;
    const sync = () => example.api.get<SyncInfo>(`/integrations/connections/${id}/syncs/alerts`);
    const dialog = page.getByTestId('schedule-dialog');
    for (const [typed, variables] of [
      ['web', { team: 'web' }],
      ['', {}],
    ] as const) {
      await page.goto(`/connections/${id}?schedule=alerts`);
      await dialog.getByLabel('Team').fill(typed);
      await dialog.getByRole('button', { name: 'Save schedule' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect((await sync()).variables).toEqual(variables);
    }
  });
});
