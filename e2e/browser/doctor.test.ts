// The doctor as people watch it, and the evidence it leaves.
import { readFileSync } from 'node:fs';
import type { Connection } from '@patchbay/client';
import { findFreePort, type Patchbay, type S3Server, startPatchbay, startS3Server } from '@patchbay/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitForHeading } from '../support/admin.ts';
import { type ApiClient, testConnection } from '../support/api-client.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { type GitServer, gitConnection, startGitServer } from '../support/git-server.ts';
import { requireBrowser } from '../support/require-peers.ts';
import { setUp } from '../support/set-up-patchbay.ts';
import { createSession } from '../support/start-example.ts';

describe.skipIf(!requireBrowser())('the doctor', () => {
  let browser: Browser;
  let patchbay: Patchbay;
  let api: ApiClient;
  let git: GitServer;
  let forge: Connection;
  let storage: S3Server | undefined;
  let page: Page;
  let context: BrowserContext;
  let troubles: string[];
  beforeAll(async () => {
    browser = await launchBrowser();
    git = await startGitServer();
    // Long enough that steps can be seen while they run.
    patchbay = await startPatchbay({ admin: true });
    ({ api } = await setUp(patchbay));
    forge = await api.post<Connection>('/integrations/connections', gitConnection(git));
    await testConnection(api, forge.id);
    await api.post(`/integrations/connections/${forge.id}/webhooks`, { resource: 'team/app' });
    const nowhere = { ...git, url: `http://127.0.0.1:${await findFreePort()}` };
    await api.post('/integrations/connections', gitConnection(nowhere, 'Old forge'));
    const baseUrl = patchbay.adminUrl ?? '';
    const storageState = await createSession(browser, baseUrl);
    ({ page, context, troubles } = await openPage(browser, { baseUrl, storageState }));
  });
  afterAll(async () => {
    await context?.close();
    await browser?.close();
    await Promise.all([patchbay?.close(), git?.stop(), storage?.stop()]);
  });

  const step = (id: string) => page.locator(`[data-step^="${id}"]`);
  const verdict = () => page.getByTestId('doctor-verdict');

  test('from its connection it looks step by step, and ends in a verdict', async () => {
    // The page looks once a second: long enough to be seen on its way.
    git.testDelayMs = 6_000;
    await page.goto(`/connections/${forge.id}`);
    await page.getByRole('button', { name: 'Run the doctor' }).click();
    await page.waitForURL(/\/doctor\/doc_/);
    await waitForHeading(page, 'Doctor at Forge');
    await page.locator('[data-step^="webhook_delivery"][data-state-name="running"]').waitFor();
    expect(await verdict().getAttribute('data-state-name')).toBe('running');
    expect(await step('authenticate').getAttribute('data-state-name')).toBe('ok');
    expect(await step('webhook_proof').getAttribute('data-state-name')).toBe('waiting');
    await page.locator('[data-step^="webhook_proof"][data-state-name="ok"]').waitFor();
    await page.getByRole('button', { name: 'Run again' }).waitFor();
    expect(await verdict().getAttribute('data-state-name')).toMatch(/^(ok|warning)$/);
    expect(git.hooks).toHaveLength(1);
    git.testDelayMs = 0;
  });

  test('of several connections it opens what needs a look, with the fault, the fix and what to paste', async () => {
    await page.goto('/doctor');
    await page.getByRole('button', { name: 'Run the doctor' }).click();
    const dialog = page.getByTestId('start-doctor');
    await dialog.getByLabel('Only these').check();
    await dialog.getByRole('button', { name: 'Start' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Old forge').check();
    await dialog.getByLabel('Forge', { exact: true }).check();
    await dialog.getByRole('button', { name: 'Start' }).click();
    await waitForHeading(page, 'Doctor at 2 connections');
    await verdict().getByText('Something does not work').waitFor();
    await verdict().getByText('1 failed').waitFor();
    const failed = page.locator('[data-testid=doctor-check][data-state-name=failed]');
    await failed.getByRole('link', { name: 'Old forge' }).waitFor();
    await failed.getByText('Whose fault').first().waitFor();
    await failed.getByText('What to do').first().waitFor();
    const bundle = failed.getByTestId('fix-bundle').first();
    await bundle.getByText('To paste; Patchbay changes nothing by itself').waitFor();
    await bundle.getByRole('button', { name: 'Copy' }).first().waitFor();
    await page.getByRole('button', { name: 'Run again' }).waitFor();

    await page.getByRole('link', { name: 'Doctor', exact: true }).first().click();
    const rows = page.getByTestId('doctor-runs').getByTestId('row');
    await expect.poll(() => rows.count()).toBe(2);
    await rows.first().getByRole('link', { name: '2 connections' }).click();
    await waitForHeading(page, 'Doctor at 2 connections');
  });

  test('what it saw is evidence: its chain holds, and all of it can be taken along', async () => {
    await page.goto('/doctor');
    await page.getByRole('link', { name: 'Evidence' }).click();
    await waitForHeading(page, 'Evidence');
    const rows = page.getByTestId('evidence').getByTestId('row');
    // What the doctor saw of three connections, and that the health of one changed.
    const list = async () => (await api.get<{ data: { hash: string; kind: string; seq: number }[] }>('/evidence')).data;
    await expect.poll(async () => (await rows.count()) === (await list()).length).toBe(true);
    const data = await list();
    expect(data.filter(({ kind }) => kind === 'doctor')).toHaveLength(3);
    await page.getByRole('button', { name: 'Check the chain' }).click();
    const check = page.getByTestId('chain-check');
    await check.getByText(`${data.length} entries were checked`).waitFor();
    await check.getByText(data[0]?.hash ?? 'none').waitFor();

    // A database nobody has changed has no such row: what the page says of one is tried with the answer alone.
    const problem = { seq: 2, message: 'The content of this entry was changed.' };
    const broken = { ok: false, checked: 1, lastHash: data[0]?.hash, problem };
    await page.route('**/evidence/verification', (route) => route.fulfill({ json: broken }));
    await page.getByRole('button', { name: 'Check the chain' }).click();
    await check.getByText('Entry 2 is not as it was written').waitFor();
    await check.getByText(problem.message).waitFor();

    await rows.first().getByRole('button').click();
    await page.getByTestId('evidence-drawer').getByLabel('Content').getByText('"steps"').waitFor();
    await page.keyboard.press('Escape');

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^patchbay-evidence-.*\.jsonl$/);
    const lines = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual(
      data.map(({ seq }) => seq).sort((a, b) => a - b),
    );
    expect(troubles).toEqual([]);
  });

  test('evidence is kept in object storage too, from the first entry on, and stays there when that is stopped', async () => {
    storage = await startS3Server({ buckets: ['evidence'] });
    const { accessKeyId, secretAccessKey, url, region } = storage;
    const connection = {
      ...{ providerSlug: 's3', name: 'Storage', authMethod: 'keys', settings: { baseUrl: url, region } },
      credentials: { accessKeyId, secretAccessKey },
    };
    await api.post<Connection>('/integrations/connections', connection);
    await page.goto('/evidence');
    const panel = page.getByTestId('evidence-archive');
    await panel.getByRole('button', { name: 'Set up' }).click();
    const dialog = page.getByTestId('evidence-archive-dialog');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Enter the name of a bucket.').waitFor();
    await dialog.getByLabel('Bucket').fill('not-there');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Nothing was changed').waitFor();
    await dialog.getByLabel('Bucket').fill('evidence');
    await dialog.getByLabel('Folder').fill('patchbay/test');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await panel.getByText('evidence/patchbay/test/').waitFor();

    const { data } = await api.get<{ data: { seq: number; hash: string }[] }>('/evidence');
    const files = () => [...(storage?.buckets.get('evidence') ?? [])].filter(([key]) => key.endsWith('.jsonl'));
    await expect.poll(() => files().length, { timeout: 40_000 }).toBe(1);
    const lines = files().flatMap(([, { content }]) => content.toString('utf8').trimEnd().split('\n'));
    const hashes = lines.map((line) => (JSON.parse(line) as { hash: string }).hash);
    expect(hashes).toEqual(data.map(({ hash }) => hash).reverse());
    expect(files()[0]?.[0]).toMatch(/^patchbay\/test\/org_\w+\/0000000001-\d{10}\.jsonl$/);
    await page.reload();
    await panel.getByText('Last stored').waitFor();
    expect(JSON.stringify(lines)).not.toContain(secretAccessKey);

    await panel.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await panel.getByRole('button', { name: 'Set up' }).waitFor();
    expect(files()).toHaveLength(1);
    // The browser says so itself when an answer is a refusal.
    expect(troubles.splice(0).filter((text) => !/502|Failed to load resource/.test(text))).toEqual([]);
  });
});
