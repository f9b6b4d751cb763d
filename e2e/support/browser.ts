import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cleanUpOnExit, removeFolder } from '@patchbay/testing';
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';
import { chromiumPath } from './require-peers.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export type Theme = 'light' | 'dark';

/** The two widths every page is looked at: a desk and a phone. */
export const viewports = {
  1280: { width: 1280, height: 800 },
  375: { width: 375, height: 812 },
} as const;
export type Width = keyof typeof viewports;

/** Starts Chromium with everything that calls home switched off. */
export async function launchBrowser(): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-browser-'));
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    // Chromium keeps caches under HOME; a test leaves none behind.
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder } as Record<string, string>,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const forget = cleanUpOnExit(() => removeFolder(folder));
  browser.on('disconnected', () => {
    removeFolder(folder);
    forget();
  });
  return browser;
}

/** The requests of each page that have no answer yet, and when the last one ended. */
const traffic = new WeakMap<Page, { open: Set<Request>; endedAt: number }>();

export interface OpenPage {
  page: Page;
  context: BrowserContext;
  /** What a page should never do: uncaught errors, errors on the console, requests to other hosts. Empty when all is well. */
  troubles: string[];
}

/** A new visitor with nothing stored. */
export async function openPage(
  browser: Browser,
  options: {
    baseUrl: string;
    theme?: Theme;
    width?: Width;
    storageState?: Awaited<ReturnType<BrowserContext['storageState']>>;
  },
): Promise<OpenPage> {
  const { baseUrl, theme = 'light', width = 1280, storageState } = options;
  const context = await browser.newContext({
    baseURL: baseUrl,
    viewport: viewports[width],
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
    ...(storageState ? { storageState } : {}),
  });
  // Longer than what a page looks for by itself, and than what the API writes down now and then.
  context.setDefaultTimeout(45_000);
  const page = wakeAfterLoad(await context.newPage());
  watchTraffic(page);
  const troubles: string[] = [];
  const origin = new URL(baseUrl).origin;
  page.on('pageerror', (error) => troubles.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    // Chromium writes every failed request to the console too; refusals are part of what is tested.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      troubles.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) troubles.push(`request to ${url.origin}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) troubles.push(`${response.status()} from ${response.url()}`);
  });
  return { page, context, troubles };
}

/** Makes the page wait, after it was loaded, until it answers to clicks: one that came before would be lost. */
function wakeAfterLoad(page: Page): Page {
  const goto = page.goto.bind(page);
  const reload = page.reload.bind(page);
  const wake = async () => {
    // A page without scripts of the admin has nothing to wake.
    if ((await page.locator('script[src*="/_next/"]').count()) === 0) return;
    await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  };
  return Object.assign(page, {
    async goto(...args: Parameters<Page['goto']>) {
      const response = await goto(...args);
      await wake();
      return response;
    },
    async reload(...args: Parameters<Page['reload']>) {
      const response = await reload(...args);
      await wake();
      return response;
    },
  });
}

function watchTraffic(page: Page): void {
  const seen = { open: new Set<Request>(), endedAt: Date.now() };
  traffic.set(page, seen);
  // It is open for as long as the page is.
  const isStream = (request: Request) => request.resourceType() === 'eventsource';
  page.on('request', (request) => {
    if (!isStream(request)) seen.open.add(request);
  });
  const ended = (request: Request) => {
    if (seen.open.delete(request)) seen.endedAt = Date.now();
  };
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
}

/** Waits until the page has asked for nothing for half a second, whatever it follows live. */
export async function waitForQuiet(page: Page): Promise<void> {
  const seen = traffic.get(page);
  if (!seen) throw new Error('This page was not opened by openPage.');
  const deadline = Date.now() + 45_000;
  while (seen.open.size > 0 || Date.now() - seen.endedAt < 500) {
    if (Date.now() > deadline)
      throw new Error(`The page still asks for ${[...seen.open].map((request) => request.url()).join(', ')}.`);
    await delay(50);
  }
}

/** Waits until nothing moves any more: inherited colours change one after the other. */
export async function waitForStillness(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let quiet = 0; quiet < 3; quiet += 1) {
      await nextFrame();
      // What spins while something loads is not waited for.
      const isMoving = document
        .getAnimations()
        .some(({ playState, effect }) => playState === 'running' && effect?.getTiming().iterations !== Infinity);
      if (isMoving) quiet = -1;
    }
  });
}

/** Shows the page on another screen. */
export async function resize(page: Page, width: Width): Promise<void> {
  await page.setViewportSize(viewports[width]);
  await waitForStillness(page);
}

/** Shows the page in another theme. */
export async function switchTheme(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await waitForStillness(page);
}

/** Keeps what the page looked like, in test-results, where nothing is committed. */
export async function savePicture(page: Page, name: string): Promise<void> {
  const file = join(root, 'test-results', `${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}.png`);
  await page.screenshot({ path: file, fullPage: true, timeout: 5_000 }).catch(() => {});
  process.stderr.write(`The page as it was: ${file}\n`);
}

/** Throws when the page can be scrolled sideways, naming what sticks out. */
export async function assertNoSidewaysScroll(page: Page): Promise<void> {
  const tooWide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit) return null;
    const culprits = [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => element.getBoundingClientRect().right > limit + 1)
      .slice(-5)
      .map((element) => `<${element.tagName.toLowerCase()} class="${element.className}">`);
    return `${document.documentElement.scrollWidth} px wide on ${limit} px: ${culprits.join(' ')}`;
  });
  if (tooWide) throw new Error(`${page.url()} scrolls sideways, ${tooWide}`);
}
