// Every page, light and dark, at a desk and on a phone: accessible, no wider than the screen, without an error.
import { type Patchbay, startPatchbay } from '@patchbay/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMember } from '../support/add-member.ts';
import { waitForHeading } from '../support/admin.ts';
import { assertAccessible } from '../support/assert-accessible.ts';
import {
  assertNoSidewaysScroll,
  launchBrowser,
  type OpenPage,
  openPage,
  resize,
  savePicture,
  switchTheme,
  type Width,
  waitForQuiet,
  waitForStillness,
} from '../support/browser.ts';
import { type ExampleHooks, startExampleHooks } from '../support/example-hooks.ts';
import { requireBrowser, requireDockerRegistry } from '../support/require-peers.ts';
import { setUp } from '../support/set-up-patchbay.ts';
import { createSession, type Example, type Session, startExample } from '../support/start-example.ts';
import type { View } from '../views/view.ts';
import { emptyInstanceViews, freshInstanceViews, signedInViews, signedOutViews } from '../views/views.ts';
import { freshHookViews, hookViews } from '../views/webhooks.ts';

const widths: Width[] = [1280, 375];

describe.skipIf(!requireBrowser() || !requireDockerRegistry())('the admin', () => {
  let browser: Browser;
  let empty: Patchbay;
  let example: Example;
  let hooks: ExampleHooks;
  let session: Session;
  beforeAll(async () => {
    browser = await launchBrowser();
    // One after the other: both would build the admin.
    example = await startExample();
    hooks = await startExampleHooks(example.api);
    empty = await startPatchbay({ admin: true });
    session = await createSession(browser, example.adminUrl);
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([example?.close(), empty?.close(), hooks?.close()]);
  });

  /** A visitor who looks at page after page: the scripts are loaded and compiled once, not for each of them. */
  function createVisitor(options: { baseUrl: string; storageState?: Session }) {
    const idle: OpenPage[] = [];
    const all: OpenPage[] = [];
    return {
      /** Looks at one page at every width, in both themes. */
      async check(view: View): Promise<void> {
        const opened = idle.pop() ?? (await openPage(browser, options));
        if (!all.includes(opened)) all.push(opened);
        const { page, troubles } = opened;
        const seen = widths.filter((width) => view.width === undefined || view.width === width);
        let width = seen[0] ?? 1280;
        try {
          await page.goto('about:blank');
          await resize(page, width);
          await view.open(page, example.data);
          for (width of seen) {
            await resize(page, width);
            await assertNoSidewaysScroll(page);
            await assertAccessible(page);
            await switchTheme(page, 'dark');
            await assertAccessible(page, { only: 'colours' });
            await switchTheme(page, 'light');
          }
          expect(troubles.splice(0)).toEqual([]);
          idle.push(opened);
        } catch (error) {
          await savePicture(page, `${view.name}-${width}`);
          // Whatever it was is not handed on to the next.
          await opened.context.close();
          throw error;
        }
      },
      close: () => Promise.all(all.map(({ context }) => context.close())),
    };
  }

  describe('every page', () => {
    let visitor: ReturnType<typeof createVisitor>;
    beforeAll(() => {
      visitor = createVisitor({ baseUrl: example.adminUrl, storageState: session });
    });
    afterAll(() => visitor?.close());

    // Two at a time: each has a page of its own, and waits for its server as long as it works.
    const views = [...signedInViews, ...hookViews(() => hooks)];
    test.concurrent.each(views.map((view): [string, View] => [view.name, view]))('%s', (_name, view) =>
      visitor.check(view),
    );
  });

  describe('signed out', () => {
    test.each([
      ['of an instance in use', signedOutViews, () => example.adminUrl],
      ['before the setup', emptyInstanceViews, () => empty.adminUrl],
    ] as const)('%s', async (_name, views, address) => {
      const visitor = createVisitor({ baseUrl: address() ?? '' });
      for (const view of views) await visitor.check(view);
      await visitor.close();
    });
  });

  test('before anything is connected every page says the next step', async () => {
    await setUp(empty);
    const baseUrl = empty.adminUrl ?? '';
    const visitor = createVisitor({ baseUrl, storageState: await createSession(browser, baseUrl) });
    for (const view of [...freshInstanceViews, ...freshHookViews]) await visitor.check(view);
    await visitor.close();
  });

  test('a viewer reads everything and is offered nothing that writes', async () => {
    const viewer = await addMember(example.patchbay, 'viewer');
    const storageState = await createSession(browser, example.adminUrl, viewer);
    const { page, context } = await openPage(browser, { baseUrl: example.adminUrl, storageState });
    const { working, people, ended, scanner, subscriptions } = example.data;
    // An operation that only reads may be run by everybody.
    const writes =
      /^(Connect|Connect a provider|Test|Sync now|Pause|Resume|Rotate|Save changes|Disconnect|Delete|Create key|Revoke|Invite|Copy link|Cancel.*|Run|Start first sync|Update credentials|Continue to .*|Connect again|Sign in again|Renew now|Set up|Edit|Add OAuth app|Save OAuth app|Add identity provider|Check the record|Ignore|Open again|Schedule.*|Save schedule|Add exception|Make an exception|Add subscription|Send test event|Rotate secret|Enable|Send again|Resolve|Add webhook|Check|Register again|New secret|Handle again|Run the doctor|Run again|Start|Change|Stop|(Edit|Delete)\b.*)$/;
    for (const path of [
      '/',
      '/catalog',
      '/catalog/docker-registry',
      '/catalog/people-store',
      '/connect/docker-registry',
      '/connect/people-store',
      '/connections',
      '/findings',
      '/findings/exceptions',
      '/findings/exceptions?exception=new',
      `/connections/${scanner.id}?tab=findings`,
      ...['overview', 'runs', 'records', 'resources', 'actions', 'settings'].map(
        (tab) => `/connections/${working.id}?tab=${tab}`,
      ),
      `/connections/${working.id}?tab=actions&operation=deleteManifest`,
      `/connections/${people.id}?tab=settings`,
      `/connections/${ended.id}`,
      '/settings/api-keys',
      '/settings/oauth-apps',
      '/settings/single-sign-on',
      '/settings/members',
      '/events',
      '/settings/events',
      `/settings/events/${subscriptions.working}`,
      `/connections/${hooks.connectionId}?tab=webhooks`,
      ...[hooks.registered, hooks.failed].map((id) => `/connections/${hooks.connectionId}?tab=webhooks&webhook=${id}`),
      '/doctor',
      `/doctor/${hooks.doctor}`,
      '/evidence',
    ]) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await waitForQuiet(page);
      const offered = await page
        .getByRole('button', { name: writes })
        .or(page.getByRole('link', { name: writes }))
        .all();
      const enabled: string[] = [];
      // A row named like a run opens it and writes nothing.
      for (const button of offered)
        if ((await button.getAttribute('data-row-link')) === null && (await button.isEnabled()))
          enabled.push((await button.textContent()) ?? '');
      expect(enabled, path).toEqual(path.endsWith('?tab=actions') ? ['Run'] : []);
    }
    await page.goto(`/connections/${working.id}?tab=records`);
    await page.getByTestId('records').getByTestId('row').first().waitFor();
    // What is hidden is refused too.
    const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const refused = await fetch(`${example.adminUrl}/api/v1/integrations/connections/${working.id}/sync`, {
      method: 'POST',
      headers: { cookie: cookies, origin: example.adminUrl, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(refused.status).toBe(403);
    await context.close();
  });

  test('the keyboard alone connects a provider', async () => {
    const { page, context } = await openPage(browser, { baseUrl: example.adminUrl, storageState: session });
    await page.goto('/connect/docker-registry');
    await waitForHeading(page, 'Connect Docker Registry');
    /** Goes on with Tab until what is wanted has the focus. */
    async function tabTo(wanted: { role?: string; name: RegExp }): Promise<void> {
      for (let step = 0; step < 60; step += 1) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(() => {
          const element = document.activeElement as HTMLElement | null;
          const label = element?.id ? document.querySelector(`label[for="${element.id}"]`)?.textContent : null;
          const outline = element ? getComputedStyle(element) : null;
          return {
            name: label ?? element?.getAttribute('aria-label') ?? element?.textContent ?? '',
            isVisible: outline ? outline.outlineStyle !== 'none' || outline.boxShadow !== 'none' : false,
            tag: element?.tagName ?? '',
          };
        });
        if (wanted.name.test(focused.name.trim()) && (!wanted.role || focused.tag === wanted.role)) {
          expect(focused.isVisible, `the focus on ${focused.name} can be seen`).toBe(true);
          return;
        }
      }
      throw new Error(`Tab never reached ${wanted.name}`);
    }
    await page.locator('[data-testid="connect-form"] fieldset:enabled').first().waitFor({ state: 'attached' });
    await tabTo({ name: /^Connection name/ });
    await page.keyboard.press('Control+a');
    await page.keyboard.type('By keyboard');
    await tabTo({ name: /^Registry URL/ });
    await page.keyboard.type(example.registry.url);
    await tabTo({ name: /^User name/ });
    await page.keyboard.type(example.registry.username);
    await tabTo({ name: /^Password or token/ });
    await page.keyboard.type(example.registry.password);
    await tabTo({ name: /^Connect$/, role: 'BUTTON' });
    await page.keyboard.press('Enter');
    await page.getByTestId('step-sync').waitFor();
    await tabTo({ name: /^Start first sync$/ });
    await page.keyboard.press('Enter');
    await tabTo({ name: /^Open connection$/ });
    await page.keyboard.press('Enter');
    await waitForHeading(page, 'By keyboard');
    await context.close();
  });

  test('on a phone the open settings tab is in view', async () => {
    const options = { baseUrl: example.adminUrl, storageState: session, width: 375 } as const;
    const { page, context } = await openPage(browser, options);
    await page.goto('/settings/events');
    const tab = page.getByRole('link', { name: 'Event subscriptions', exact: true });
    await expect.poll(async () => (await tab.boundingBox())?.x).toBeGreaterThan(0);
    await expect
      .poll(async () => {
        const box = await tab.boundingBox();
        return box ? box.x + box.width : Number.POSITIVE_INFINITY;
      })
      .toBeLessThanOrEqual(375);
    await context.close();
  });

  test('the theme that was chosen stays after a reload', async () => {
    const { page, context } = await openPage(browser, { baseUrl: example.adminUrl, storageState: session });
    async function background(): Promise<string> {
      await waitForStillness(page);
      return page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    }
    await page.goto('/');
    await waitForHeading(page, 'Overview');
    const light = await background();
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await expect.poll(background).not.toBe(light);
    const dark = await background();
    await page.reload();
    await waitForHeading(page, 'Overview');
    expect(await background()).toBe(dark);
    await context.close();
  });
});
