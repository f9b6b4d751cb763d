// node e2e/scripts/screenshots.ts <folder> [view …]
// Photographs every page of the admin (or the named views), light and dark, at 1280 and 375 px, from an instance in use.
//
// node e2e/scripts/screenshots.ts --readme
// Takes the one picture of the README, docs/images/admin.png.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPatchbay } from '@patchbay/testing';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage, type Theme, type Width, waitForQuiet } from '../support/browser.ts';
import type { ExampleData } from '../support/example-data.ts';
import { startExampleHooks } from '../support/example-hooks.ts';
import { setUp } from '../support/set-up-patchbay.ts';
import { createSession, type Session, startExample } from '../support/start-example.ts';
import type { View } from '../views/view.ts';
import { emptyInstanceViews, freshInstanceViews, signedInViews, signedOutViews } from '../views/views.ts';
import { freshHookViews, hookViews } from '../views/webhooks.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const themes: Theme[] = ['light', 'dark'];
const widths: Width[] = [1280, 375];

interface Shot {
  view: View;
  baseUrl: string;
  data: ExampleData;
  storageState?: Session;
}

async function photograph(browser: Browser, folder: string, shots: Shot[]): Promise<number> {
  let failures = 0;
  for (const { view, baseUrl, data, storageState } of shots) {
    for (const theme of themes) {
      for (const width of widths) {
        if (view.width && view.width !== width) continue;
        const file = join(folder, `${view.name}-${theme}-${width}.png`);
        const { page, context } = await openPage(browser, {
          baseUrl,
          theme,
          width,
          ...(storageState ? { storageState } : {}),
        });
        try {
          await view.open(page, data);
          await waitForQuiet(page);
          // What sticks to the screen stands where the page is scrolled to.
          if (!view.isLayer) await page.evaluate(() => scrollTo(0, 0));
          await page.screenshot({ path: file, fullPage: !view.isLayer, animations: 'disabled' });
          process.stdout.write(`${file}\n`);
        } catch (error) {
          // A picture of what is there instead tells more than the error alone.
          failures += 1;
          await page.screenshot({ path: file.replace('.png', '-failed.png'), fullPage: true });
          process.stderr.write(`${view.name} ${theme} ${width}: ${String(error)}\n`);
        }
        await context.close();
      }
    }
  }
  return failures;
}

async function takePictures(folder: string, names: string[]): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const isWanted = ({ name }: View): boolean => names.length === 0 || names.includes(name);
  const browser = await launchBrowser();
  const example = await startExample();
  const hooks = await startExampleHooks(example.api);
  const empty = await startPatchbay({ admin: true });
  try {
    const storageState = await createSession(browser, example.adminUrl);
    const { adminUrl: baseUrl, data } = example;
    const emptyUrl = empty.adminUrl ?? '';
    const failures = await photograph(
      browser,
      folder,
      emptyInstanceViews.filter(isWanted).map((view) => ({ view, baseUrl: emptyUrl, data })),
    );
    await setUp(empty);
    const freshSession = await createSession(browser, emptyUrl);
    const more = await photograph(browser, folder, [
      ...[...freshInstanceViews, ...freshHookViews]
        .filter(isWanted)
        .map((view) => ({ view, baseUrl: emptyUrl, data, storageState: freshSession })),
      ...signedOutViews.filter(isWanted).map((view) => ({ view, baseUrl, data })),
      ...[...signedInViews, ...hookViews(() => hooks)]
        .filter(isWanted)
        .map((view) => ({ view, baseUrl, data, storageState })),
    ]);
    return failures + more;
  } finally {
    await browser.close();
    await Promise.all([example.close(), empty.close(), hooks.close()]);
  }
}

async function takeReadmePicture(): Promise<void> {
  const browser = await launchBrowser();
  const example = await startExample();
  try {
    const storageState = await createSession(browser, example.adminUrl);
    const { page } = await openPage(browser, { baseUrl: example.adminUrl, storageState });
    await page.goto(`/connections/${example.data.working.id}`);
    await page.locator('main header').getByRole('button', { name: 'Test' }).click();
    await page.getByTestId('test-steps').locator('[data-step="reach"][data-state-name="passed"]').waitFor();
    await waitForQuiet(page);
    await page.mouse.move(0, 0);
    mkdirSync(join(root, 'docs/images'), { recursive: true });
    await page.screenshot({ path: join(root, 'docs/images/admin.png'), animations: 'disabled' });
  } finally {
    await browser.close();
    await example.close();
  }
}

const [first, ...names] = process.argv.slice(2);
if (!first) {
  process.stderr.write(
    'Name the folder the pictures go to: node e2e/scripts/screenshots.ts test-results/screenshots\n',
  );
  process.exitCode = 1;
} else if (first === '--readme') {
  await takeReadmePicture();
} else {
  process.exitCode = (await takePictures(resolve(first), names)) === 0 ? 0 : 1;
}
