import { expect, it } from 'vitest';
import { createSeenIds } from './seen-ids.ts';

it('knows what was added, and its number', () => {
  const seen = createSeenIds();
  for (let index = 0; index < 50_000; index++) seen.add(`id-${index % 40_000}`);
  expect(seen.size).toBe(40_000);
  for (let index = 0; index < 40_000; index++) if (!seen.has(`id-${index}`)) throw new Error(`lost id-${index}`);
  for (let index = 40_000; index < 60_000; index++) if (seen.has(`id-${index}`)) throw new Error(`made up id-${index}`);
});
