import type { Page } from 'playwright-core';
import { owner } from './set-up-patchbay.ts';

/** Fills the setup form and sends it. Leaves the page on what is shown once: the first API key. */
export async function setUpInBrowser(page: Page, setupToken: string): Promise<string> {
  await page.goto('/setup');
  await page.getByLabel('Setup token').fill(setupToken);
  await page.getByLabel('Your name').fill(owner.name);
  await page.getByLabel('Email').fill(owner.email);
  await page.getByLabel('Password').fill(owner.password);
  await page.getByLabel('Organization name').fill(owner.organizationName);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Patchbay is ready' }).waitFor();
  return ((await page.getByTestId('secret-once').textContent()) ?? '').trim();
}

export async function signInInBrowser(
  page: Page,
  { email, password }: { email: string; password: string } = owner,
): Promise<void> {
  if (!page.url().includes('/sign-in')) await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** Waits for the page's first-level heading; there is one and no other. */
export async function waitForHeading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
  const count = await page.getByRole('heading', { level: 1 }).count();
  if (count !== 1) throw new Error(`${page.url()} has ${count} first-level headings.`);
}
