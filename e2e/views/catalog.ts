import { empty, simple, type View } from './view.ts';

/** The catalog, and connecting a provider. */
export const catalogViews: View[] = [
  simple('catalog', '/catalog', 'Catalog', (page) => page.getByTestId('provider-tile').first().waitFor()),
  empty('catalog-no-match', '/catalog?q=zzzz', 'Catalog'),
  simple('provider', '/catalog/docker-registry', 'Docker Registry'),
  simple('provider-github', '/catalog/github', 'GitHub'),
  // Its interfaces do not take everything.
  simple('provider-gitlab', '/catalog/gitlab', 'GitLab'),
  simple('connect', '/connect/docker-registry', 'Connect Docker Registry', (page) =>
    page.getByTestId('connect-form').waitFor(),
  ),
  {
    name: 'connect-invalid',
    async open(page) {
      await page.goto('/connect/docker-registry');
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.getByTestId('connect-form').getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'connect-failed',
    async open(page, { failing }) {
      await page.goto(`/connect/docker-registry?connection=${failing.id}`);
      await page.getByRole('button', { name: 'Test again' }).click();
      await page.getByTestId('test-failure').waitFor();
    },
  },
  {
    name: 'connect-found',
    async open(page, { working }) {
      await page.goto(`/connect/docker-registry?connection=${working.id}`);
      await page.getByRole('button', { name: 'Test again' }).click();
      await page.getByTestId('step-sync').waitFor();
      await page.getByTestId('found').filter({ hasText: 'team/app' }).first().waitFor();
    },
  },
];
