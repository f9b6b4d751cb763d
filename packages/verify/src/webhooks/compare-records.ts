import { isDeepStrictEqual } from 'node:util';
import type { ExpectedRecord } from './read-payloads.ts';
import { showValue } from './show-value.ts';

/** What is other about a record than expected; nothing when both are the same, or both are none. */
export function compareRecords(is: ExpectedRecord | null, wanted: ExpectedRecord | null): string[] {
  if (!is || !wanted) return is === wanted ? [] : [`its record is ${showValue(is)} instead of ${showValue(wanted)}`];
  const found: string[] = [];
  for (const name of ['sync', 'externalId'] as const)
    if (is[name] !== wanted[name])
      found.push(`the ${name} of its record is ${showValue(is[name])} instead of ${showValue(wanted[name])}`);
  // Another object differs in everything.
  if (found.length > 0) return found;
  if (!is.data || !wanted.data)
    return is.data === wanted.data ? [] : [`its record ${is.data ? 'is not gone' : 'is gone'}`];
  for (const member of new Set([...Object.keys(is.data), ...Object.keys(wanted.data)]))
    if (!isDeepStrictEqual(is.data[member], wanted.data[member]))
      found.push(
        `"${member}" of its record is ${showValue(is.data[member])} instead of ${showValue(wanted.data[member])}`,
      );
  return found;
}
