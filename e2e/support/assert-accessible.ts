import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules that look at colours, of those levels. */
const colours = ['color-contrast', 'link-in-text-block'];

/**
 * Runs axe on the page as it stands, with the rules of WCAG 2.2 AA and its best practices, or of them only what another theme changes.
 * Throws with each violation and where it is.
 */
export async function assertAccessible(page: Page, { only }: { only?: 'colours' } = {}): Promise<void> {
  // Half a megabyte, once for each document.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(source);
  const runOnly = only === 'colours' ? colours : levels;
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ['violations'], runOnly: ${JSON.stringify(runOnly)} })`,
  );
  if (violations.length === 0) return;
  const lines = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes
        .slice(0, 5)
        .map(
          (node) =>
            `    ${node.target.join(' ')}\n      ${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ''}`,
        )
        .join('\n')}`,
  );
  throw new Error(`${page.url()} is not accessible:\n${lines.join('\n')}`);
}
