import { describe, expect, test } from 'vitest';
import { checkSchedule } from './check-schedule.ts';
import { nextDue } from './next-due.ts';

const at = (text: string) => new Date(`2026-03-01T${text}Z`);

describe('the next time', () => {
  test('is always the same for a connection, and spread over a tenth of the interval, five minutes at most', () => {
    const delays = (pattern: string) =>
      Array.from({ length: 500 }, (_, index) => {
        const due = nextDue(pattern, { connectionId: `con_${index}`, after: at('00:30:00') });
        expect(due).toEqual(nextDue(pattern, { connectionId: `con_${index}`, after: at('00:30:00') }));
        return (due?.getTime() ?? Number.NaN) - at('01:00:00').getTime();
      });
    const hourly = delays('0 * * * *');
    expect(Math.min(...hourly)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...hourly)).toBeLessThan(300_000);
    expect(Math.max(...hourly)).toBeGreaterThan(290_000);
    expect(hourly.reduce((sum, delay) => sum + delay, 0) / 500).toBeGreaterThan(120_000);
    // Minutes 0, 30: a tenth is three minutes.
    expect(Math.max(...delays('*/30 * * * *'))).toBeLessThan(180_000);
  });

  test('is the one that has not come yet, also between a tick and its delay', () => {
    const connectionId = Array.from({ length: 100 }, (_, index) => `con_${index}`).find((id) => {
      const due = nextDue('0 * * * *', { connectionId: id, after: at('00:30:00') });
      return due !== null && due.getTime() > at('01:02:00').getTime();
    }) as string;
    const due = nextDue('0 * * * *', { connectionId, after: at('00:30:00') });
    expect(nextDue('0 * * * *', { connectionId, after: at('01:01:00') })).toEqual(due);
    expect(nextDue('0 * * * *', { connectionId, after: due as Date })).toEqual(
      new Date((due as Date).getTime() + 3_600_000),
    );
  });

  test('is in UTC whatever this machine thinks, and null when it never comes', () => {
    expect(nextDue('30 2 * * *', { connectionId: 'con_1', after: at('00:00:00') })?.getUTCHours()).toBe(2);
    expect(nextDue('0 0 31 2 *', { connectionId: 'con_1', after: at('00:00:00') })).toBeNull();
  });
});

describe('a schedule somebody gave', () => {
  const check = (pattern: string) => checkSchedule(pattern, { minIntervalMinutes: 5 });

  test.each(['0 * * * *', '*/5 * * * *', '30 2 * * 1-5', '0 9 * * MON,FRI', '0 0 1 1 *', '15 */6 * * *'])(
    '%s is one',
    (pattern) => expect(check(pattern)).toBeNull(),
  );

  test.each([
    '',
    'hourly',
    '@hourly',
    '61 * * * *',
    '* * * *',
    '0 0 * * * *',
    '2030-01-01T00:00:00',
    '0  * * * *',
    '0 * * * * ; x',
    '5-1 * * * *',
  ])('%j is none, and a good one is shown', (pattern) => {
    expect(check(pattern)).toMatch(
      /^is not a schedule; use five cron fields in UTC, such as "0 \* \* \* \*" for every hour/,
    );
  });

  test('that never comes, or comes too often, is refused with what would do', () => {
    expect(check('0 0 31 2 *')).toMatch(/^names a time that never comes; use five/);
    expect(check('* * * * *')).toBe(
      'would run every 1 minute, and every 5 minutes is the most often that is allowed here; use "*/5 * * * *" or rarer',
    );
    // The gap at the end of the hour counts.
    expect(check('*/7 * * * *')).toMatch(/^would run every 4 minutes/);
    expect(checkSchedule('*/30 * * * *', { minIntervalMinutes: 90 })).toContain('use "0 */2 * * *" or rarer');
    expect(checkSchedule('0 */2 * * *', { minIntervalMinutes: 90 })).toBeNull();
  });
});
