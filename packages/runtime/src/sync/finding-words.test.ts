import { type Sync, syncSchema } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { createFindingTranslator } from './finding-words.ts';
import { createRecordMapper } from './record-mapper.ts';

function sync(finding?: unknown): Sync {
  return syncSchema.parse({
    operation: 'listAlerts',
    model: 'finding',
    mode: 'full',
    record: '{id: id, title: title, severity: severity, state: state}',
    deletes: 'absent',
    ...(finding !== undefined && { finding }),
  });
}

test.each([
  ['high', {}, 'high', 0],
  ['HIGH', {}, 'high', 0],
  [' Moderate ', { severity: { moderate: 'medium' } }, 'medium', 0],
  ['moderate', {}, 'medium', 1],
  ['harmless?', { unknownSeverity: 'high' }, 'high', 1],
  [null, {}, 'medium', 1],
  ['', {}, 'medium', 1],
  [{ level: 'low' }, {}, 'medium', 1],
  [9.8, {}, 'medium', 1],
  [9.8, { score: 'cvss' }, 'critical', 0],
  ['9.0', { score: 'cvss' }, 'critical', 0],
  ['8.9', { score: 'cvss' }, 'high', 0],
  [7, { score: 'cvss' }, 'high', 0],
  [6.9, { score: 'cvss' }, 'medium', 0],
  [4, { score: 'cvss' }, 'medium', 0],
  [3.9, { score: 'cvss' }, 'low', 0],
  [0.1, { score: 'cvss' }, 'low', 0],
  [0, { score: 'cvss' }, 'info', 0],
  [10, { score: 'cvss' }, 'critical', 0],
  [11, { score: 'cvss' }, 'medium', 1],
  [-1, { score: 'cvss' }, 'medium', 1],
  ['CVSS:3.1/AV:N', { score: 'cvss' }, 'medium', 1],
  ['9', { severity: { '9': 'low' }, score: 'cvss' }, 'low', 0],
] as const)('severity %j with %j is %s', (word, finding, expected, unknown) => {
  const translated = createFindingTranslator(sync(finding))({ id: '1', title: 'x', severity: word });
  expect(translated.data.severity).toBe(expected);
  expect(translated.unknown.filter(({ field }) => field === 'severity')).toHaveLength(unknown);
});

test.each([
  ['fixed', 'resolved', 0],
  ['Dismissed', 'ignored', 0],
  ['open', 'open', 0],
  [null, null, 0],
  ['archived', 'open', 1],
] as const)('state %j is %s', (word, expected, unknown) => {
  const translate = createFindingTranslator(sync({ state: { fixed: 'resolved', dismissed: 'ignored' } }));
  const translated = translate({ id: '1', title: 'x', severity: 'low', state: word });
  expect(translated.data.state).toBe(expected);
  expect(translated.unknown).toHaveLength(unknown);
});

test('the mapper gives our word, keeps the word of the provider, and tells what it does not know', () => {
  const { records } = createRecordMapper(
    sync({ severity: { severe: 'critical' } }),
    'alerts',
  )([
    { id: 1, title: 'a', severity: 'SEVERE', state: 'open' },
    { id: 2, title: 'b', severity: 'meh' },
  ]);
  expect(records).toEqual([
    {
      id: '1',
      data: { id: 1, title: 'a', severity: 'critical', providerSeverity: 'SEVERE', state: 'open' },
    },
    {
      id: '2',
      data: { id: 2, title: 'b', severity: 'medium', providerSeverity: 'meh', state: null },
      unknownWords: [{ field: 'severity', word: 'meh', countsAs: 'medium' }],
    },
  ]);
});

test('only a sync of findings may say what their words mean', () => {
  expect(() => syncSchema.parse({ ...sync(), model: 'resource', finding: {} })).toThrow(/for syncs of the model/);
});
