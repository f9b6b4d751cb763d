import { PatchbayError } from '@patchbay/schema';
import { LRUCache } from 'lru-cache';
import { RE2JS } from 're2js';

const compiled = new LRUCache<string, RE2JS>({ max: 2_000 });

/** Whether the whole value matches, in time linear in its length (RE2). */
export function matchesWhole(pattern: string, value: string): boolean {
  let regex = compiled.get(pattern);
  if (!regex) {
    try {
      regex = RE2JS.compile(pattern, RE2JS.DOTALL);
    } catch {
      throw new PatchbayError('internal', `The pattern ${pattern} of the manifest is not a valid RE2 expression.`);
    }
    compiled.set(pattern, regex);
  }
  return regex.matches(value);
}
