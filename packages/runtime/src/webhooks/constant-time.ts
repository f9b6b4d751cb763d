import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares two texts in a time that tells neither where they differ nor how long the secret one is. */
export function isEqualInConstantTime(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}

/** Whether any of the given values is any of the expected ones. Looks at every pair. */
export function matchesAny(given: readonly string[], expected: readonly string[]): boolean {
  let isFound = false;
  for (const value of given)
    for (const wanted of expected) {
      const isEqual = isEqualInConstantTime(value, wanted);
      isFound ||= isEqual;
    }
  return isFound;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
