import { t } from '#messages/en.ts';

/** What the usual schedules mean, in words; the five fields themselves for any other. Times are in UTC, as schedules are. */
export function describeSchedule(schedule: string): string {
  const [minute = '', hour = '', day, month, weekday] = schedule.trim().split(/\s+/);
  const isEveryDay = day === '*' && month === '*' && weekday === '*';
  const words = t.syncs.schedules;
  const everyMinutes = /^\*\/(\d+)$/.exec(minute)?.[1];
  if (isEveryDay && hour === '*' && everyMinutes) return words.everyMinutes(Number(everyMinutes));
  if (!isEveryDay || !/^\d{1,2}$/.test(minute)) return schedule;
  if (hour === '*') return words.hourly;
  const everyHours = /^\*\/(\d+)$/.exec(hour)?.[1];
  if (everyHours) return words.everyHours(Number(everyHours));
  if (/^\d{1,2}$/.test(hour)) return words.dailyAt(`${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`);
  return schedule;
}
