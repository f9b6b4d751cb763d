import { empty, simple, type View, waitForRow } from './view.ts';

/** Findings and exceptions. */
export const findingsViews: View[] = [
  simple('findings', '/findings', 'Findings', (page) => waitForRow(page, 'findings')),
  empty('findings-no-match', '/findings?status=resolved&severity=info', 'Findings'),
  {
    name: 'finding',
    isLayer: true,
    async open(page) {
      await page.goto('/findings');
      await page.getByRole('button', { name: 'Query built from what a user typed' }).click();
      await page.getByTestId('finding-drawer').getByRole('button', { name: 'Ignore' }).waitFor();
    },
  },
  {
    name: 'finding-excepted',
    isLayer: true,
    async open(page) {
      await page.goto('/findings?status=ignored');
      await page.getByRole('button', { name: 'A cookie without the attribute Secure' }).click();
      await page.getByTestId('finding-drawer').getByRole('link', { name: 'See the exception' }).waitFor();
      await page.getByTestId('finding-history').getByRole('listitem').nth(1).waitFor();
    },
  },
  simple('exceptions', '/findings/exceptions', 'Exceptions', (page) => waitForRow(page, 'exceptions')),
  {
    name: 'exception-add',
    isLayer: true,
    async open(page) {
      await page.goto('/findings/exceptions?exception=new&rule=CVE-2026-1001');
      const dialog = page.getByTestId('exception-dialog');
      await dialog.getByLabel('Reason').fill(' ');
      await dialog.getByRole('button', { name: 'Add exception' }).click();
      await dialog.getByRole('alert').waitFor();
    },
  },
  {
    name: 'exception-edit',
    isLayer: true,
    async open(page, { exception }) {
      await page.goto(`/findings/exceptions?exception=${exception.id}`);
      await page.getByTestId('exception-dialog').getByText('insecure-*').waitFor();
    },
  },
  {
    name: 'connection-findings',
    async open(page, { scanner }) {
      await page.goto(`/connections/${scanner.id}?tab=findings`);
      await waitForRow(page, 'findings');
    },
  },
];
