import { parseCron } from './parse-cron.ts';

const example =
  'use five cron fields in UTC, such as "0 * * * *" for every hour or "30 2 * * *" for every night at half past two';

/** Five fields of numbers, names, lists, ranges and steps: not what else a cron library may know. */
const fiveFields = /^[\d*,/A-Za-z#?-]+( [\d*,/A-Za-z#?-]+){4}$/;

/** What is wrong with a schedule somebody gave, with an example of a good one; null when nothing is. */
export function checkSchedule(pattern: string, { minIntervalMinutes }: { minIntervalMinutes: number }): string | null {
  if (!fiveFields.test(pattern)) return `is not a schedule; ${example}`;
  let gapMs: number | null;
  try {
    gapMs = parseCron(pattern).shortestGapMs;
  } catch {
    return `is not a schedule; ${example}`;
  }
  if (gapMs === null) return `names a time that never comes; ${example}`;
  if (gapMs < minIntervalMinutes * 60_000) {
    const minutes = Math.max(1, Math.floor(gapMs / 60_000));
    return `would run every ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, and every ${minIntervalMinutes} minutes is the most often that is allowed here; use "${suggest(minIntervalMinutes)}" or rarer`;
  }
  return null;
}

function suggest(minutes: number): string {
  if (minutes < 60) {
    // Steps that do not divide the hour leave a shorter gap at its end.
    const step = [5, 6, 10, 12, 15, 20, 30].find((candidate) => candidate >= minutes);
    return step ? `*/${step} * * * *` : '0 * * * *';
  }
  const hours = [1, 2, 3, 4, 6, 8, 12].find((candidate) => candidate * 60 >= minutes);
  return hours ? `0 ${hours === 1 ? '*' : `*/${hours}`} * * *` : '30 2 * * *';
}
