import { waitForHeading } from '../support/admin.ts';
import { simple, type View, waitForRow } from './view.ts';

/** What is around all others. */
export const frameViews: View[] = [
  simple('overview', '/', 'Overview', (page) => waitForRow(page, 'runs')),
  simple('audit-log', '/audit-log', 'Audit log', (page) => waitForRow(page, 'audit-log')),
  {
    name: 'audit-entry',
    isLayer: true,
    async open(page) {
      await page.goto('/audit-log');
      await page.getByTestId('audit-log').getByTestId('row').first().getByRole('button').click();
      await page.getByTestId('audit-drawer').waitFor();
    },
  },
  {
    name: 'palette',
    isLayer: true,
    async open(page) {
      await page.goto('/');
      await waitForHeading(page, 'Overview');
      await page.keyboard.press('Control+k');
      await page.getByTestId('command-palette').waitFor();
    },
  },
  {
    name: 'navigation',
    isLayer: true,
    width: 375,
    async open(page) {
      await page.goto('/');
      await page.getByRole('button', { name: 'Open navigation' }).click();
      await page.getByTestId('navigation-drawer').waitFor();
    },
  },
  simple('not-found', '/nothing-here', /Nothing is here/),
];
