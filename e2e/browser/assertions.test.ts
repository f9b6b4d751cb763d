// The checks of the browser journeys, shown pages that must not pass.
import { type LocalServer, startServer } from '@patchbay/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertAccessible } from '../support/assert-accessible.ts';
import { assertNoSidewaysScroll, launchBrowser, openPage } from '../support/browser.ts';
import { requireBrowser } from '../support/require-peers.ts';

const pages: Record<string, string> = {
  '/good': '<main><h1>Connections</h1><p>All is well.</p><button type="button">Connect</button></main>',
  '/unlabelled': '<main><h1>Connect</h1><input type="text"></main>',
  '/pale': '<main><h1>Connect</h1><p style="color: #bbb; background: #fff">Hard to read</p></main>',
  '/wide': '<main><h1>Runs</h1><table class="runs" style="width: 900px"><tr><td>wide</td></tr></table></main>',
  '/broken':
    '<main><h1>Runs</h1></main><script>console.error("render failed"); fetch("http://127.0.0.1:9/").catch(() => {}); undefinedFunction();</script>',
};

describe.skipIf(!requireBrowser())('the checks of a page', () => {
  let browser: Browser;
  let server: LocalServer;
  beforeAll(async () => {
    browser = await launchBrowser();
    server = await startServer((request, response) => {
      const body = pages[request.url ?? ''];
      response.writeHead(body ? 200 : 404, {
        'content-type': 'text/html; charset=utf-8',
        // As strict as the admin's own: the checks have to run under it.
        ...(request.url === '/broken'
          ? {}
          : { 'content-security-policy': "default-src 'self'; style-src-attr 'unsafe-inline'" }),
      });
      response.end(
        `<!doctype html><html lang="en"><head><title>Test</title><meta name="viewport" content="width=device-width"></head><body>${body ?? ''}</body></html>`,
      );
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function open(path: string, width: 1280 | 375 = 375) {
    const opened = await openPage(browser, { baseUrl: server.url, width });
    await opened.page.goto(path);
    return opened;
  }

  test('a good page passes them', async () => {
    const { page, context, troubles } = await open('/good');
    await assertAccessible(page);
    await assertNoSidewaysScroll(page);
    expect(troubles).toEqual([]);
    await context.close();
  });

  test.each([
    ['/unlabelled', 'label', {}],
    ['/pale', 'color-contrast', {}],
    ['/pale', 'color-contrast', { only: 'colours' }],
  ] as const)('axe refuses %s by rule %s, asked with %o', async (path, rule, options) => {
    const { page, context } = await open(path);
    // Twice, as one page is looked at in two themes.
    for (let look = 0; look < 2; look += 1) await expect(assertAccessible(page, options)).rejects.toThrow(`${rule}:`);
    await context.close();
  });

  test('a page wider than the phone is refused, and what sticks out is named', async () => {
    const { page, context } = await open('/wide');
    await expect(assertNoSidewaysScroll(page)).rejects.toThrow('class="runs"');
    await context.close();
    const wide = await open('/wide', 1280);
    await assertNoSidewaysScroll(wide.page);
    await wide.context.close();
  });

  test('uncaught errors, console errors and requests to other hosts are noted', async () => {
    const { page, context, troubles } = await open('/broken');
    await page.waitForLoadState('networkidle');
    expect(troubles.join('\n')).toContain('uncaught: undefinedFunction is not defined');
    expect(troubles.join('\n')).toContain('console: render failed');
    expect(troubles.join('\n')).toContain('request to http://127.0.0.1:9');
    await context.close();
  });
});
