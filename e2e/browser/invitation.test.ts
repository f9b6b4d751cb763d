// From an owner's invitation to a member at work: the link, the account, what a member sees, and links that no longer work.
import { type Patchbay, startPatchbay } from '@patchbay/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInInBrowser, waitForHeading } from '../support/admin.ts';
import { asSteps } from '../support/as-steps.ts';
import { launchBrowser, type OpenPage, openPage } from '../support/browser.ts';
import { requireBrowser } from '../support/require-peers.ts';
import { owner, setUp } from '../support/set-up-patchbay.ts';

const guest = { email: 'grace@example.com', name: 'Grace Hopper', password: 'a compiler of her own' };

describe.skipIf(!requireBrowser())('an invitation', () => {
  let patchbay: Patchbay;
  let browser: Browser;
  let host: OpenPage;
  let invited: OpenPage;
  let link: string;

  beforeAll(async () => {
    [patchbay, browser] = await Promise.all([startPatchbay({ admin: true }), launchBrowser()]);
    await setUp(patchbay);
    const baseUrl = patchbay.adminUrl ?? '';
    [host, invited] = [await openPage(browser, { baseUrl }), await openPage(browser, { baseUrl })];
    await signInInBrowser(host.page);
    await waitForHeading(host.page, 'Overview');
  });
  afterAll(async () => {
    await browser?.close();
    await patchbay?.close();
  });

  asSteps(() => ({ host: host?.page, invited: invited?.page }));

  async function invite(page: Page, email: string, role: string): Promise<string> {
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const dialog = page.getByTestId('invite-member');
    await dialog.getByLabel('Email').fill(email);
    await dialog.getByLabel('Role').selectOption(role);
    await dialog.getByRole('button', { name: 'Create invitation' }).click();
    const created = page.getByTestId('invitation-created');
    const made = ((await created.getByTestId('secret-once').textContent()) ?? '').trim();
    await created.getByRole('button', { name: 'I have copied it' }).click();
    await created.waitFor({ state: 'detached' });
    await page.getByTestId('invitations').getByTestId('row').filter({ hasText: email }).waitFor();
    return made;
  }

  test('is made by the owner, who gets the link', async () => {
    const { page } = host;
    await page.goto('/settings/members');
    await page.getByTestId('members').getByTestId('row').filter({ hasText: owner.email }).waitFor();
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const dialog = page.getByTestId('invite-member');
    await dialog.getByLabel('Email').fill(owner.email);
    await dialog.getByRole('button', { name: 'Create invitation' }).click();
    await dialog.getByText('a member already').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    link = await invite(page, guest.email, 'member');
    expect(link).toMatch(new RegExp(`^${patchbay.adminUrl}/invitation/inv_[0-9a-f]{40}$`));
  });

  test('says who invites into what as what, and makes the account of that address', async () => {
    const { page } = invited;
    await page.goto(link);
    await waitForHeading(page, `Join ${owner.organizationName}`);
    await page.getByText(`${owner.name} invites you as member.`).waitFor();
    const form = page.getByTestId('join-sign-up');
    expect(await form.getByLabel('Email').inputValue()).toBe(guest.email);
    expect(await form.getByLabel('Email').isEditable()).toBe(false);
    await form.getByRole('button', { name: 'Create account and join' }).click();
    await form.getByText('Enter your name.').waitFor();
    await form.getByLabel('Your name').fill(guest.name);
    await form.getByLabel('Password').fill(guest.password);
    await form.getByRole('button', { name: 'Create account and join' }).click();
    await waitForHeading(page, 'Overview');
  });

  test('lets a member see connections and members, and change neither', async () => {
    const { page } = invited;
    await page.goto('/connections');
    await waitForHeading(page, 'Connections');
    await page.getByTestId('empty-state').waitFor();
    await page.goto('/settings/members');
    await waitForHeading(page, 'Settings');
    const rows = page.getByTestId('members').getByTestId('row');
    await rows.filter({ hasText: guest.email }).waitFor();
    expect(await rows.filter({ hasText: owner.email }).getByRole('button').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Invite', exact: true }).count()).toBe(0);
    expect(await page.getByTestId('invitations').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'API keys' }).count()).toBe(0);
  });

  test('works once: the link says that it has been used', async () => {
    const { page, context } = await openPage(browser, { baseUrl: patchbay.adminUrl ?? '' });
    await page.goto(link);
    await waitForHeading(page, 'This invitation has been used');
    await page.getByRole('link', { name: 'Go to sign in' }).click();
    await waitForHeading(page, 'Sign in');
    await context.close();
  });

  test('is cancelled after being asked, and then says so', async () => {
    const { page } = host;
    const email = 'charles@example.com';
    await page.reload();
    await page.getByTestId('members').getByTestId('row').filter({ hasText: guest.email }).waitFor();
    const cancelled = await invite(page, email, 'viewer');
    await page.goto(cancelled);
    await page.getByTestId('other-account').getByText(owner.email).waitFor();
    await page.goto('/settings/members');
    const row = page.getByTestId('invitations').getByTestId('row').filter({ hasText: email });
    await row.getByRole('button', { name: /^Cancel/ }).click();
    const question = page.getByTestId('confirm-dialog');
    await question.getByRole('heading', { name: `Cancel the invitation of ${email}?` }).waitFor();
    await question.getByRole('button', { name: 'Cancel invitation' }).click();
    await question.waitFor({ state: 'detached' });
    await row.waitFor({ state: 'detached' });
    await page.goto(cancelled);
    await waitForHeading(page, 'This invitation was cancelled');
  });

  test('the only owner cannot step down; a new role counts at once; whoever is removed is out', async () => {
    const { page } = host;
    await page.goto('/settings/members');
    const rows = page.getByTestId('members').getByTestId('row');
    await rows
      .filter({ hasText: owner.email })
      .getByRole('button', { name: `Manage ${owner.name}` })
      .click();
    await page.getByRole('menuitem', { name: 'Change role' }).click();
    const dialog = page.getByTestId('change-role');
    await dialog.getByLabel('Role').selectOption('admin');
    await dialog.getByRole('button', { name: 'Change role' }).click();
    await dialog.getByText('the only owner').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });

    const row = rows.filter({ hasText: guest.email });
    await row.getByRole('button', { name: `Manage ${guest.name}` }).click();
    await page.getByRole('menuitem', { name: 'Change role' }).click();
    await dialog.getByRole('heading', { name: `Change the role of ${guest.name}` }).waitFor();
    await dialog.getByLabel('Role').selectOption('admin');
    await dialog.getByRole('button', { name: 'Change role' }).click();
    await dialog.waitFor({ state: 'detached' });
    await row.getByText('Admin', { exact: true }).waitFor();
    await invited.page.reload();
    await invited.page.getByRole('button', { name: 'Invite', exact: true }).waitFor();

    await row.getByRole('button', { name: `Manage ${guest.name}` }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    const question = page.getByTestId('confirm-dialog');
    await question.getByRole('heading', { name: `Remove ${guest.name}?` }).waitFor();
    await question.getByRole('button', { name: 'Remove' }).click();
    await question.waitFor({ state: 'detached' });
    await row.waitFor({ state: 'detached' });
    await invited.page.reload();
    await waitForHeading(invited.page, 'Sign in');
  });

  test('brings somebody with an account back, who may decline', async () => {
    const again = await invite(host.page, guest.email, 'viewer');
    const { page } = invited;
    await page.goto(again);
    await page.getByText(`You are signed in as ${guest.email}.`).waitFor();
    await page.getByRole('button', { name: 'Decline' }).click();
    const question = page.getByTestId('confirm-dialog');
    await question.getByRole('button', { name: 'Decline' }).click();
    await waitForHeading(page, 'This invitation was declined');

    await host.page.reload();
    await host.page.getByTestId('members').getByTestId('row').first().waitFor();
    const last = await invite(host.page, guest.email, 'viewer');
    const { page: fresh, context } = await openPage(browser, { baseUrl: patchbay.adminUrl ?? '' });
    await fresh.goto(last);
    const form = fresh.getByTestId('join-sign-in');
    await form.getByLabel('Password').fill('not hers');
    await form.getByRole('button', { name: 'Sign in and join' }).click();
    await form.getByTestId('error-state').getByText('No account matches').waitFor();
    await form.getByLabel('Password').fill(guest.password);
    await form.getByRole('button', { name: 'Sign in and join' }).click();
    await waitForHeading(fresh, 'Overview');
    await context.close();
  });

  test('and on the whole way no page failed and no link was logged', () => {
    expect([...host.troubles, ...invited.troubles]).toEqual([]);
    expect(patchbay.output()).not.toContain(link.split('/').at(-1));
  });
});
