import { expect, test } from 'vitest';
import { cookieHeader, readCookie } from './cookies.ts';

const now = Date.UTC(2026, 0, 1);

test.each([
  ['SID=a=b; Path=/', { value: 'a=b', endsAt: null }],
  ['SID=x; Max-Age=60', { value: 'x', endsAt: now + 60_000 }],
  ['SID=x; expires=Thu, 01 Jan 2026 01:00:00 GMT', { value: 'x', endsAt: now + 3_600_000 }],
  ['SID=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60', { value: 'x', endsAt: now + 60_000 }],
  ['SID=x; Expires=nonsense', { value: 'x', endsAt: null }],
  ['SID=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT', null],
  ['SID=x; Max-Age=0', null],
  ['SID=', null],
  ['sid=x', null],
  ['=x', null],
  ['SID', null],
])('%s', (line, cookie) => {
  expect(readCookie([line], 'SID', now)).toEqual(cookie);
});

test('the last cookie of a name holds, and one that is deleted is not sent', () => {
  const lines = ['a=1', 'b=2', 'a=3', 'b=; Max-Age=0', 'c=4'];
  expect(cookieHeader(lines, now)).toBe('a=3; c=4');
});
