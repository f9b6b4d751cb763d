import { type Sync, syncSchema } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { memoryOf, modeOf } from './sync-memory.ts';

const hour = 3_600_000;
const now = Date.UTC(2026, 5, 1, 12);
const changedSince = { type: 'field', field: 'updatedAt', parameter: 'since' };
const none = { none: 'They cannot be seen.' };
const perParent = { operation: 'listParents', as: { parent: 'id' } };

const syncOf = (changes: object): Sync =>
  syncSchema.parse({
    ...{ operation: 'listItems', model: 'project', mode: 'delta', record: '{id: id}', fullEveryHours: 6 },
    ...{ incremental: changedSince, deletes: 'absent', ...changes },
  });

test.each([
  ['cannot see what is gone', syncOf({}), 'full'],
  ['is told what is gone', syncOf({ deletes: { flag: 'gone' } }), 'delta'],
  ['has nothing to look for', syncOf({ deletes: none }), 'delta'],
  ['does not meet old objects of new parents', syncOf({ deletes: none, forEach: perParent }), 'full'],
  ['compares everything each time', syncOf({ incremental: { type: 'hash' }, forEach: perParent }), 'delta'],
] as const)('a delta that %s, long after everything was read', (_what, sync, mode) => {
  const at = (hours: number) => memoryOf({ state: { wholeAt: new Date(now - hours * hour).toISOString() } });
  expect(modeOf('delta', { sync, now, memory: at(7) })).toBe(mode);
  expect(modeOf('delta', { sync, now, memory: at(5) })).toBe('delta');
  expect(modeOf('full', { sync, now, memory: at(5) })).toBe('full');
});
