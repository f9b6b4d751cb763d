import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares two tokens without telling by the time it takes how much of them is equal, nor how long they are. */
export function isSameToken(given: string, expected: string): boolean {
  const digest = (token: string) => createHash('sha256').update(token, 'utf8').digest();
  return timingSafeEqual(digest(given), digest(expected));
}
