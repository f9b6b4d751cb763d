import type { Finding, FindingException } from '@patchbay/db';
import { expect, test } from 'vitest';
import { decideStatus } from './decide-status.ts';

const now = new Date('2030-01-02T00:00:00.000Z');
const earlier = new Date('2030-01-01T00:00:00.000Z');
const later = new Date('2030-01-03T00:00:00.000Z');

function before(given: Partial<Finding>): Finding {
  const none = { statusReason: null, statusChangedAt: earlier, statusChangedBy: null, ignoredUntil: null };
  return { severity: 'high', status: 'open', exceptionId: null, reopenedCount: 0, ...none, ...given } as Finding;
}
const open = before({});
const resolved = before({ status: 'resolved' });
const byPerson = before({ status: 'ignored', statusChangedBy: 'ada', statusReason: 'no risk' });
const byPersonUntilBefore = before({ ...byPerson, ignoredUntil: earlier });
const byException = before({ status: 'ignored', exceptionId: 'fex_1' });
const byProvider = before({ status: 'ignored' });
const exception = { id: 'fex_1', reason: 'accepted', expiresAt: later } as FindingException;
const other = { ...exception, id: 'fex_2' };

test.each([
  ['new, open', null, 'open', null, 'open', 'opened'],
  ['new, no word', null, null, null, 'open', 'opened'],
  ['new, fixed there', null, 'resolved', null, 'resolved', null],
  ['new, ignored there', null, 'ignored', null, 'ignored', 'ignored'],
  ['new, excepted', null, 'open', exception, 'ignored', 'ignored'],
  ['new, excepted and fixed there', null, 'resolved', exception, 'resolved', null],
  ['open, still', open, 'open', null, 'open', null],
  ['open, fixed there', open, 'resolved', null, 'resolved', 'resolved'],
  ['open, ignored there', open, 'ignored', null, 'ignored', 'ignored'],
  ['open, excepted', open, 'open', exception, 'ignored', 'ignored'],
  ['resolved, seen again', resolved, 'open', null, 'open', 'reopened'],
  ['resolved, still', resolved, 'resolved', null, 'resolved', null],
  ['resolved, back and excepted', resolved, 'open', exception, 'ignored', 'ignored'],
  ['ignored by a person, still there', byPerson, 'open', null, 'ignored', null],
  ['ignored by a person, fixed there', byPerson, 'resolved', null, 'resolved', 'resolved'],
  ['ignored by a person, excepted too', byPerson, 'open', exception, 'ignored', null],
  ['ignored by a person until before', byPersonUntilBefore, 'open', null, 'open', 'reopened'],
  ['excepted, still', byException, 'open', exception, 'ignored', null],
  ['excepted, fits no more', byException, 'open', null, 'open', 'reopened'],
  ['excepted, fits another', byException, 'open', other, 'ignored', null],
  ['excepted, fits no more, ignored there', byException, 'ignored', null, 'ignored', null],
  ['ignored there, still', byProvider, 'ignored', null, 'ignored', null],
  ['ignored there, no more', byProvider, 'open', null, 'open', 'reopened'],
] as const)('%s', (_name, known, state, fitting, status, kind) => {
  const decision = decideStatus({ before: known, severity: 'high', state, exception: fitting, now });
  expect([decision.standing.status, decision.kind]).toEqual([status, kind]);
  const { exceptionId, ignoredUntil, statusChangedBy, reopenedCount } = decision.standing;
  const isExcepted = fitting !== null && status === 'ignored' && known?.statusChangedBy !== 'ada';
  if (isExcepted && known !== byException) expect([exceptionId, ignoredUntil]).toEqual([fitting.id, later]);
  if (status !== 'ignored') expect([exceptionId, ignoredUntil, statusChangedBy]).toEqual([null, null, null]);
  expect(reopenedCount).toBe(kind === 'reopened' ? 1 : 0);
});

test('another severity of an open finding is told, of an ignored one it is not', () => {
  const seen = { severity: 'low', state: 'open', exception: null, now } as const;
  expect(decideStatus({ ...seen, before: open }).kind).toBe('changed');
  expect(decideStatus({ ...seen, before: byPerson })).toMatchObject({
    kind: null,
    standing: { status: 'ignored', statusChangedBy: 'ada', statusReason: 'no risk' },
  });
});

test('what was ignored by a person, went and came back is open', () => {
  const gone = decideStatus({ before: byPerson, severity: 'high', state: 'resolved', exception: null, now });
  const back = before({ ...byPerson, ...gone.standing });
  expect(decideStatus({ before: back, severity: 'high', state: 'open', exception: null, now })).toMatchObject({
    kind: 'reopened',
    standing: { status: 'open', statusReason: 'Seen again.', statusChangedBy: null },
  });
});
