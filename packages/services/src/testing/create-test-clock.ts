/** A clock a test sets. It begins at the present, because leases are by the database's. */
export function createTestClock() {
  let at = Date.now();
  return {
    now: () => at,
    /** Lets time go by, or back. Milliseconds. */
    pass(ms: number) {
      at += ms;
    },
    set(date: Date) {
      at = date.getTime();
    },
  };
}
export const minutes = (count: number) => count * 60_000;
export const hours = (count: number) => count * 3_600_000;
