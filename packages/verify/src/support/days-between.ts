/** Whole days from an ISO date to a moment in milliseconds since 1970, both in UTC; negative when the date is still to come. */
export function daysBetween(date: string, now: number): number {
  return Math.floor(now / 86_400_000) - Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
}
