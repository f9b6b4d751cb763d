import { expect, it } from 'vitest';
import { createSeenIds } from './seen-ids.ts';

it('knows what was added, and its number', () => {
  const seen = createSeenIds();
  for (let index = 0; index < 50_000; index++) seen.add(`id-${index % 40_000}`);
  expect(seen.size).toBe(40_000);
  for (let index = 0; index < 40_000; index++) if (!seen.has(`id-${index}`)) throw new Error(`lost id-${index}`);
  for (let index = 40_000; index < 60_000; index++) if (seen.has(`id-${index}`)) throw new Error(`made up id-${index}`);
});

it('goes on in another process from what was added meanwhile', () => {
  const first = createSeenIds();
  for (let index = 0; index < 3_000; index++) first.add(`id-${index}`);
  const chunks = [first.takeAdded()];
  for (let index = 2_000; index < 5_000; index++) first.add(`id-${index}`);
  chunks.push(first.takeAdded());
  expect(chunks.map(({ length }) => length)).toEqual([24_000, 16_000]);
  expect(first.takeAdded()).toHaveLength(0);
  const second = createSeenIds();
  for (const chunk of chunks) second.load(chunk);
  expect(second.size).toBe(5_000);
  expect([second.has('id-4999'), second.has('id-5000')]).toEqual([true, false]);
  expect(second.takeAdded()).toHaveLength(0);
});
