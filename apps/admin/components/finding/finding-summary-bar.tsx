import type { FindingSummary } from '@patchbay/client';
import { cn } from '#lib/cn.ts';
import { severities } from '#lib/finding-filter.ts';
import { formatNumber } from '#lib/format.ts';
import { t } from '#messages/en.ts';

/** The worst stands out by its colour, and each has its word and number beside it. */
const fills = {
  critical: 'bg-bad',
  high: 'bg-bad/55',
  medium: 'bg-attention',
  low: 'bg-accent',
  info: 'bg-unknown',
} as const;

/** Open findings by severity, as one bar with its legend. */
export function FindingSummaryBar({ summary }: { summary: FindingSummary }) {
  const { byStatus, bySeverity } = summary;
  return (
    <section aria-label={t.findings.summary} className="mb-5 rounded-lg border bg-surface p-4">
      <div aria-hidden className="flex h-2.5 gap-0.5 overflow-hidden rounded-full bg-sunken">
        {severities
          .filter((severity) => bySeverity[severity].open > 0)
          .map((severity) => (
            <span
              key={severity}
              className={cn('min-w-1', fills[severity])}
              style={{ flexGrow: bySeverity[severity].open }}
            />
          ))}
      </div>
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
        {severities.map((severity) => (
          <li key={severity} className="flex items-center gap-1.5">
            <span aria-hidden className={cn('size-2 rounded-full', fills[severity])} />
            <span className="font-medium tabular-nums">{formatNumber(bySeverity[severity].open)}</span>
            <span className="text-muted">{t.findings.severities[severity]}</span>
          </li>
        ))}
        <li className="text-muted sm:ml-auto">
          {t.findings.totals(byStatus.open, byStatus.ignored, byStatus.resolved)}
        </li>
      </ul>
    </section>
  );
}
