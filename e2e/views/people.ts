import type { Page } from 'playwright-core';
import { simple, type View, waitForRow } from './view.ts';

export function invitation(name: string, which: 'open' | 'cancelled', ready: (page: Page) => Promise<void>): View {
  return {
    name,
    async open(page, { invitations }) {
      await page.goto(`/invitation/${invitations[which]}`);
      await ready(page);
    },
  };
}

/** Members, invitations, API keys and single sign-on. */
export const peopleViews: View[] = [
  simple('settings-members', '/settings/members', 'Settings', async (page) => {
    await waitForRow(page, 'members');
    await waitForRow(page, 'invitations');
  }),
  {
    name: 'invite-member',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/members');
      await page.getByRole('button', { name: 'Invite', exact: true }).click();
      await page.getByTestId('invite-member').waitFor();
    },
  },
  {
    name: 'invitation-created',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/members');
      await page.getByRole('button', { name: 'Invite', exact: true }).click();
      const dialog = page.getByTestId('invite-member');
      // An address can be invited once.
      await dialog.getByLabel('Email').fill(`guest-${Date.now()}@example.com`);
      await dialog.getByRole('button', { name: 'Create invitation' }).click();
      await page.getByTestId('invitation-created').waitFor();
    },
  },
  {
    name: 'change-role',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/members');
      await page
        .getByRole('button', { name: /^Manage/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Change role' }).click();
      await page.getByTestId('change-role').waitFor();
    },
  },
  {
    name: 'remove-member',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/members');
      await page.getByRole('button', { name: 'Manage A member' }).click();
      await page.getByRole('menuitem', { name: 'Remove' }).click();
      await page.getByTestId('confirm-dialog').waitFor();
    },
  },
  {
    name: 'cancel-invitation',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/members');
      await page
        .getByTestId('invitations')
        .getByRole('button', { name: /^Cancel/ })
        .first()
        .click();
      await page.getByTestId('confirm-dialog').waitFor();
    },
  },
  invitation('invitation-other-account', 'open', (page) => page.getByTestId('other-account').waitFor()),
  simple('settings-api-keys', '/settings/api-keys', 'Settings'),
  {
    name: 'create-api-key',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/api-keys');
      await page.getByRole('button', { name: 'Create key' }).first().click();
      await page.getByTestId('create-api-key').waitFor();
    },
  },
  simple('settings-single-sign-on', '/settings/single-sign-on', 'Settings', (page) =>
    page.getByTestId('sso-providers').getByRole('article').first().waitFor(),
  ),
  {
    name: 'add-identity-provider',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/single-sign-on');
      await page.getByRole('button', { name: 'Add identity provider' }).click();
      await page.getByTestId('sso-form').waitFor();
    },
  },
];
