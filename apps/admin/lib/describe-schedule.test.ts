import { expect, test } from 'vitest';
import { describeSchedule } from './describe-schedule.ts';

test.each([
  ['*/15 * * * *', 'every 15 minutes'],
  ['0 * * * *', 'every hour'],
  ['5 */6 * * *', 'every 6 hours'],
  ['30 2 * * *', 'every day at 02:30 UTC'],
  ['30 2 * * 1-5', '30 2 * * 1-5'],
  ['0,30 * * * *', '0,30 * * * *'],
  ['0 9-17 * * *', '0 9-17 * * *'],
])('%s is %s', (schedule, words) => {
  expect(describeSchedule(schedule)).toBe(words);
});
