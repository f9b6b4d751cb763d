import type { Page } from 'playwright-core';
import { expect } from 'vitest';
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

/** The one first-level heading of the page, once it is there. */
export async function expectHeading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
}

/** Waits until a badge inside `scope` says one of these states. */
export async function waitForState(page: Page, testId: string, states: readonly string[]): Promise<void> {
  const badges = states.map((state) => `[data-state-name="${state}"]`).join(', ');
  await page.getByTestId(testId).locator(badges).first().waitFor();
}
