import type { Page } from 'playwright-core';
import { waitForHeading } from '../support/admin.ts';
import type { ExampleData } from '../support/example-data.ts';

/** A page of the admin, or a layer that opens on one: what is checked for access and width, and what is photographed. */
export interface View {
  name: string;
  /** Brings the page there and waits until it stands. */
  open(page: Page, data: ExampleData): Promise<void>;
  /** Only at this width. */
  width?: 375 | 1280;
  /** Something lies over the page, so only what is on the screen counts. */
  isLayer?: boolean;
}

/** A page that stands when its heading does, and `ready` says so. */
export function simple(
  name: string,
  path: string,
  heading: string | RegExp,
  ready?: (page: Page) => Promise<void>,
): View {
  return {
    name,
    async open(page) {
      await page.goto(path);
      await waitForHeading(page, heading);
      await ready?.(page);
    },
  };
}

export async function waitForRow(page: Page, testId: string): Promise<void> {
  await page.getByTestId(testId).getByTestId('row').first().waitFor();
}

/** A list in which nothing is. */
export function empty(name: string, path: string, heading: string): View {
  return simple(name, path, heading, (page) => page.getByTestId('empty-state').waitFor());
}
