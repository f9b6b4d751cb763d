'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { LoadMore } from '#components/shared/load-more.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { runLogsQuery } from '#lib/api/queries/runs.ts';
import { cn } from '#lib/cn.ts';
import { formatClock } from '#lib/format.ts';
import { t } from '#messages/en.ts';

const levelTones: Record<string, string> = {
  error: 'text-bad',
  fatal: 'text-bad',
  warn: 'text-attention',
  warning: 'text-attention',
};

/** `status=200 durationMs=41`, on one line. */
function describeData(data: Record<string, unknown>): string {
  return Object.entries(data)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}

export function RunLogView({ runId, isLive }: { runId: string; isLive: boolean }) {
  const query = useInfiniteQuery(runLogsQuery(api, runId, isLive));
  if (query.error) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (query.isPending) return <Skeleton className="h-32" />;
  const lines = query.data.pages.flatMap((page) => page.data);
  if (lines.length === 0) return <p className="text-muted text-sm">{isLive ? t.runs.logWaiting : t.runs.logEmpty}</p>;
  return (
    <>
      <ol
        data-testid="run-log"
        aria-live={isLive ? 'polite' : undefined}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
        tabIndex={0}
        className="scroll-thin max-h-[60vh] overflow-auto rounded-lg border bg-sunken py-2 font-mono text-xs leading-[18px]"
      >
        {lines.map((line, index) => (
          <li key={index} className="flex gap-3 px-3 py-0.5 hover:bg-hover">
            <time dateTime={line.at} suppressHydrationWarning className="shrink-0 text-faint max-sm:hidden">
              {formatClock(line.at)}
            </time>
            <span className={cn('w-10 shrink-0', levelTones[line.level] ?? 'text-muted')}>{line.level}</span>
            <span className="min-w-0 flex-1 break-words">
              {line.message}
              {line.data && Object.keys(line.data).length > 0 && (
                <span className="block break-all text-muted">{describeData(line.data)}</span>
              )}
            </span>
          </li>
        ))}
      </ol>
      <LoadMore query={query} />
    </>
  );
}
