import { randomBytes } from 'node:crypto';
import { noteCanary } from './leftovers.ts';

/** What all canaries of one run begin with. `npm test` gives its processes one in common, and looks for it when they have ended. */
const mark = process.env.PATCHBAY_TEST_MARK ?? createMark();

/** A beginning nobody else's canaries have. */
export function createMark(): string {
  return `canary-${randomBytes(6).toString('hex')}`;
}

/** A secret nobody else uses, to look for in everything the product says. */
export function createCanary(): string {
  noteCanary();
  return `${mark}-${randomBytes(18).toString('base64url')}`;
}
