'use client';
import { formatExact, formatRelative } from '#lib/format.ts';
import { useNow } from '#lib/use-now.ts';

/** "3 minutes ago", with the exact moment in the reader's zone on hover. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  return (
    <time
      dateTime={at}
      title={now === null ? undefined : formatExact(at)}
      suppressHydrationWarning
      className={className ?? 'whitespace-nowrap'}
    >
      {formatRelative(at, now ?? Date.now())}
    </time>
  );
}
