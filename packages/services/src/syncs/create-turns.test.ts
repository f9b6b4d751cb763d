import { expect, test } from 'vitest';
import { createTurns } from './create-turns.ts';

const run = (runId: string, organizationId: string, providerSlug = 'p') => ({ runId, organizationId, providerSlug });

test('whoever was served longest ago comes first, and among equals the oldest run', () => {
  const turns = createTurns({ perOrganization: 9, perProvider: 9 });
  const waiting = [run('1', 'a'), run('2', 'a'), run('3', 'b'), run('4', 'a', 'q')];
  const order: string[] = [];
  for (let index = 0; index < 4; index++) order.push(turns.begin(waiting)?.run.runId ?? '');
  expect(order).toEqual(['1', '3', '4', '2']);
  expect(turns.begin(waiting)).toBeNull();
});

test('a full organization, or a full provider, is passed over until a place is free', () => {
  const turns = createTurns({ perOrganization: 2, perProvider: 3 });
  const waiting = [run('1', 'a'), run('2', 'a'), run('3', 'a'), run('4', 'b'), run('5', 'b'), run('6', 'b', 'q')];
  const begun = Array.from({ length: 6 }, () => turns.begin(waiting));
  // Of p three at a time, of a and b two each.
  expect(begun.map((turn) => turn?.run.runId ?? null)).toEqual(['1', '4', '2', '6', null, null]);
  expect(turns.eligible(waiting)).toEqual([]);
  begun[0]?.end();
  expect(turns.eligible(waiting.slice(1)).map(({ runId }) => runId)).toEqual(['3']);
});
