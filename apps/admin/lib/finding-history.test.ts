import type { AuditEntry, Finding } from '@patchbay/client';
import { expect, test } from 'vitest';
import { findingHistory } from './finding-history.ts';

const finding = {
  ...{ id: 'fnd_1', status: 'open', statusChangedBy: null, statusReason: null, reopenedCount: 0 },
  ...{ firstSeenAt: '2030-01-01T00:00:00.000Z', statusChangedAt: '2030-01-01T00:00:00.000Z' },
} as Finding;
const ada = { type: 'user', id: 'usr_1', label: 'Ada' };
const entry = (action: string, at: string, after: unknown = {}) => ({ action, at, after, actor: ada }) as AuditEntry;
const seen = { what: 'seen', at: finding.firstSeenAt, reason: null, by: null };

test('one that nothing happened to was seen', () => {
  expect(findingHistory(finding, [])).toEqual([seen]);
});

test('one that came back was opened again', () => {
  const back: Finding = {
    ...{ ...finding, reopenedCount: 1, statusReason: 'Seen again.', statusChangedAt: '2030-01-09T00:00:00.000Z' },
  };
  expect(findingHistory(back, [])).toEqual([
    { what: 'open', at: '2030-01-09T00:00:00.000Z', reason: 'Seen again.', by: null },
    seen,
  ]);
});

test('decisions come newest first, with who made them and why', () => {
  const ignored: Finding = {
    ...{ ...finding, status: 'ignored', statusReason: 'Known.' },
    ...{ statusChangedAt: '2030-01-04T00:00:00.000Z', statusChangedBy: 'usr_1' },
  };
  const entries = [
    entry('finding.ignore', '2030-01-02T00:00:00.000Z', { reason: 'For now.' }),
    entry('finding.reopen', '2030-01-03T00:00:00.000Z', { reason: 'Opened again.' }),
    entry('finding.ignore', '2030-01-04T00:00:00.000Z', { reason: 'Known.' }),
    entry('connection.update', '2030-01-05T00:00:00.000Z'),
  ];
  expect(findingHistory(ignored, entries)).toEqual([
    { what: 'ignored', at: '2030-01-04T00:00:00.000Z', reason: 'Known.', by: ada },
    { what: 'open', at: '2030-01-03T00:00:00.000Z', reason: 'Opened again.', by: ada },
    { what: 'ignored', at: '2030-01-02T00:00:00.000Z', reason: 'For now.', by: ada },
    seen,
  ]);
});

test('what the provider did stands beside what people decided', () => {
  const resolved: Finding = { ...finding, status: 'resolved', statusChangedAt: '2030-01-06T00:00:00.000Z' };
  const entries = [entry('finding.resolve', '2030-01-02T00:00:00.000Z')];
  expect(findingHistory(resolved, entries)).toEqual([
    { what: 'resolved', at: '2030-01-06T00:00:00.000Z', reason: null, by: null },
    { what: 'resolved', at: '2030-01-02T00:00:00.000Z', reason: null, by: ada },
    seen,
  ]);
});

test('who may not read the audit log still sees the last decision', () => {
  const changed: Finding = {
    ...{ ...finding, status: 'ignored', statusReason: 'Known.' },
    ...{ statusChangedAt: '2030-01-04T00:00:00.000Z', statusChangedBy: 'usr_1' },
  };
  expect(findingHistory(changed, [])[0]).toEqual({
    ...{ what: 'ignored', at: '2030-01-04T00:00:00.000Z', reason: 'Known.', by: 'somebody' },
  });
});
