import type { Overview } from '@patchbay/client';
import Link from 'next/link';
import { StateIcon } from '#components/shared/state-badge.tsx';
import { cn } from '#lib/cn.ts';
import { formatNumber } from '#lib/format.ts';
import { t } from '#messages/en.ts';

const order = ['active', 'error', 'pending', 'paused', 'disconnected'] as const;

/** How many connections are in each state; each count leads to them. */
export function StateCounts({ counts }: { counts: Overview['connections'] }) {
  return (
    <ul
      aria-label={t.overview.countsLabel}
      data-testid="state-counts"
      className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line max-sm:[&>:first-child]:col-span-2 sm:grid-cols-5"
    >
      {order.map((state) => (
        <li key={state} className="relative bg-surface px-4 py-3 hover:bg-sunken">
          <Link
            href={`/connections?status=${state}`}
            className="flex items-center gap-1.5 text-muted text-sm after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
          >
            <StateIcon state={state} className={cn(counts[state] === 0 && 'text-faint')} />
            {t.states[state]}
          </Link>
          <p
            className={cn(
              'mt-1 font-semibold text-2xl tabular-nums tracking-[-0.02em]',
              counts[state] === 0 && 'text-faint',
            )}
          >
            {formatNumber(counts[state])}
          </p>
        </li>
      ))}
    </ul>
  );
}
