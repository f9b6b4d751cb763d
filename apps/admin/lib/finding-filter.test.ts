import { expect, test } from 'vitest';
import { readFindingFilter } from './finding-filter.ts';

test.each([
  [{}, { severity: undefined, status: 'open', connectionId: undefined }],
  [
    { status: 'all', severity: 'high' },
    { severity: 'high', status: undefined, connectionId: undefined },
  ],
  [
    { status: 'ignored', connection: 'con_1' },
    { severity: undefined, status: 'ignored', connectionId: 'con_1' },
  ],
  [
    { status: 'nonsense', severity: 'awful' },
    { severity: undefined, status: 'open', connectionId: undefined },
  ],
  [
    { status: 'all', rule: ' CVE-2026 ', resource: 'team/*' },
    { rule: '*CVE-2026*', resource: 'team/*' },
  ],
  [{ status: 'all', rule: ' ', resource: 'x'.repeat(900) }, { resource: `*${'x'.repeat(498)}*` }],
])('%j is read as %j', (params: Record<string, string>, filter) => {
  expect(readFindingFilter((name) => params[name])).toEqual(filter);
});
