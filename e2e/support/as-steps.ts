import type { Page } from 'playwright-core';
import { afterEach, beforeEach } from 'vitest';
import { savePicture } from './browser.ts';

/**
 * The tests of the suite it is called in are steps: each goes on where the one before ended, so that after one that failed the rest are
 * skipped. A step that is tried again is not. Of a failed one pictures are kept, by who sees the page.
 */
export function asSteps(pages: () => Readonly<Record<string, Page | undefined>>): void {
  let failed: { id: string; name: string } | null = null;
  beforeEach(({ task, skip }) => {
    if (failed && failed.id !== task.id) skip(`"${failed.name}" failed`);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      failed = { id: task.id, name: task.name };
      for (const [who, page] of Object.entries(pages())) if (page) await savePicture(page, `${task.name} ${who}`);
    } else if (failed?.id === task.id) failed = null;
  });
}
