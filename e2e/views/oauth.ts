import type { OAuthStart } from '@patchbay/client';
import { simple, type View, waitForRow } from './view.ts';

/** Signing in at providers, and the OAuth apps it takes. */
export const oauthViews: View[] = [
  simple('provider-oauth', '/catalog/people-store', 'People Store', async (page) => {
    await page.getByTestId('oauth-app').getByRole('button', { name: 'Delete' }).waitFor();
    await page.getByTestId('failed-sign-ins').getByRole('listitem').first().waitFor();
    await page.getByText('Version 10.0.0').waitFor();
  }),
  simple('connect-oauth', '/connect/people-store', 'Connect People Store', (page) =>
    page.getByRole('button', { name: 'Continue to People Store' }).waitFor(),
  ),
  {
    name: 'connect-oauth-app-missing',
    async open(page) {
      await page.goto('/connect/people-forms');
      await page.getByLabel('Server URL').fill('https://people.example.com');
      await page.getByRole('link', { name: 'Create the app at People Forms' }).waitFor();
      await page.getByRole('button', { name: 'Save OAuth app' }).click();
      await page.getByTestId('oauth-app-form').getByRole('alert').first().waitFor();
    },
  },
  ...(['success', 'error'] as const).map(
    (status): View => ({
      name: `sign-in-${status}`,
      async open(page, { attempts }) {
        await page.goto(`/connect/attempts/${attempts[status]}`);
        await page.locator(`[data-testid=attempt][data-state-name=${status}]`).waitFor();
        if (status === 'success') await page.getByTestId('step-sync').waitFor();
      },
    }),
  ),
  {
    name: 'sign-in-pending',
    async open(page, { people }) {
      await page.goto('/');
      // A new one: it expires after ten minutes.
      const started = await page.request.post('/api/v1/integrations/oauth/start', {
        headers: { origin: new URL(page.url()).origin },
        data: { providerSlug: people.providerSlug, settings: people.settings },
      });
      const { attemptId } = (await started.json()) as OAuthStart;
      await page.goto(`/connect/attempts/${attemptId}`);
      await page.locator('[data-testid=attempt][data-state-name=pending]').waitFor();
    },
  },
  simple('sign-in-problem', '/connect/attempts/none?problem=state_foreign', 'Nobody was connected'),
  simple('settings-oauth-apps', '/settings/oauth-apps', 'Settings', (page) => waitForRow(page, 'oauth-apps')),
  {
    name: 'add-oauth-app',
    isLayer: true,
    async open(page) {
      await page.goto('/settings/oauth-apps');
      await page.getByRole('button', { name: 'Add OAuth app' }).click();
      const dialog = page.getByTestId('add-oauth-app');
      await dialog.getByLabel('Provider').selectOption('people-forms');
      await dialog.getByTestId('oauth-app-form').waitFor();
    },
  },
  {
    name: 'edit-oauth-app',
    isLayer: true,
    async open(page) {
      await page.goto('/catalog/people-store');
      await page.getByTestId('oauth-app').getByRole('button', { name: 'Edit' }).click();
      await page.getByTestId('oauth-app-form').waitFor();
    },
  },
  {
    name: 'delete-oauth-app',
    isLayer: true,
    async open(page) {
      await page.goto('/catalog/people-store');
      await page.getByTestId('oauth-app').getByRole('button', { name: 'Delete' }).click();
      await page.getByTestId('confirm-dialog').waitFor();
    },
  },
];
