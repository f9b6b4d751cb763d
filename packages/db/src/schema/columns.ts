import { timestamp } from 'drizzle-orm/pg-core';

/** An instant with milliseconds, as JavaScript keeps it, so that what is read equals what was written. */
export function instant() {
  return timestamp({ withTimezone: true, precision: 3, mode: 'date' });
}

/** When the row was made. */
export function createdAt() {
  return instant().notNull().defaultNow();
}

/** When the row last changed; Drizzle sets it on every update. */
export function updatedAt() {
  return instant()
    .notNull()
    .defaultNow()
    .$onUpdate(() => new Date());
}
