import { describe, expect, it } from 'vitest';
import { lowestId, newId } from './new-id.ts';

describe('newId', () => {
  it('is a prefix and 26 characters of Crockford base32', () => {
    expect(newId('con')).toMatch(/^con_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
  });

  it('sorts by creation, also within one millisecond and when the clock goes back', () => {
    const now = Date.now() + 60_000;
    const ids = Array.from({ length: 20_000 }, (_, index) => newId('run', now - (index % 3)));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is never below the lowest of its moment, and below that of the next', () => {
    const at = Date.now() + 7_200_000;
    const id = newId('run', at);
    expect([lowestId('run', at + 1), id, lowestId('run', at)].toSorted()).toEqual([
      lowestId('run', at),
      id,
      lowestId('run', at + 1),
    ]);
  });

  it('carries the time and the version of a UUIDv7', () => {
    // Later than any before it: ids of one process never go back.
    const at = Date.now() + 86_400_000;
    const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
    let value = 0n;
    for (const character of newId('run', at).slice(4)) value = value * 32n + BigInt(alphabet.indexOf(character));
    expect(Number(value >> 80n)).toBe(at);
    expect((value >> 76n) & 0xfn).toBe(7n);
    expect((value >> 62n) & 3n).toBe(2n);
  });
});
