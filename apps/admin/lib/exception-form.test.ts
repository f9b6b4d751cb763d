import type { FindingException } from '@patchbay/client';
import { describe, expect, test } from 'vitest';
import { changedException, exceptionFormSchema, exceptionFormValues, newException } from './exception-form.ts';

const now = Date.parse('2030-06-15T12:00:00Z');
const stored: FindingException = {
  ...{ id: 'fex_1', connectionId: null, rule: 'CVE-2030-*', resource: null, reason: 'Not reachable from outside.' },
  ...{ expiresAt: '2030-03-04T10:30:00.000Z', isExpired: true, createdBy: null, createdAt: '2030-01-01T00:00:00.000Z' },
};
const empty = exceptionFormValues(null);

function complaints(values: typeof empty, exception: FindingException | null = null): string[] {
  const { error } = exceptionFormSchema(exception, now).safeParse(values);
  return (error?.issues ?? []).map(({ path }) => path.join('.'));
}

describe('the form of an exception', () => {
  test.each([
    ['without a pattern', { reason: 'Known.' }, ['rule']],
    ['with blank patterns', { rule: ' ', resource: '  ', reason: 'Known.' }, ['rule']],
    ['without a reason', { rule: 'CVE-*', reason: ' ' }, ['reason']],
    ['until a day that is over', { rule: 'CVE-*', reason: 'Known.', until: '2030-06-01' }, ['until']],
    ['with a pattern that is too long', { resource: 'x'.repeat(501), reason: 'Known.' }, ['resource']],
    ['by resource alone', { resource: 'team/*', reason: 'Known.' }, []],
    ['until a day to come', { rule: 'CVE-*', reason: 'Known.', until: '2030-07-01' }, []],
  ])('%s', (_case, values, fields) => {
    expect(complaints({ ...empty, ...values })).toEqual(fields);
  });

  test('one that ran out can get another reason, but no other day that is over', () => {
    const values = exceptionFormValues(stored);
    expect(complaints({ ...values, reason: 'Better said.' }, stored)).toEqual([]);
    expect(complaints({ ...values, until: '2030-06-01' }, stored)).toEqual(['until']);
  });

  test('an end that was left alone is not sent, so its hour stays', () => {
    const values = { ...exceptionFormValues(stored), reason: ' Better said. ' };
    expect(changedException(stored, values)).toEqual({ reason: 'Better said.' });
    expect(changedException(stored, { ...values, until: '' })).toEqual({ reason: 'Better said.', expiresAt: null });
    expect(changedException(stored, { ...values, until: '2031-01-01' }).expiresAt).toBe(
      new Date('2031-01-01T00:00:00').toISOString(),
    );
  });

  test('a new one leaves out what is blank', () => {
    expect(newException({ ...empty, rule: ' CVE-2030-1 ', reason: 'Known.' })).toEqual({
      ...{ rule: 'CVE-2030-1', resource: null, connectionId: null, reason: 'Known.', expiresAt: null },
    });
  });

  test('the address fills a new one, what is stored wins', () => {
    expect(exceptionFormValues(null, { rule: 'CVE-1' })).toEqual({ ...empty, rule: 'CVE-1' });
    expect(exceptionFormValues(stored, { rule: 'CVE-1' }).rule).toBe('CVE-2030-*');
  });
});
