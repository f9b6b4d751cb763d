import type { Overview } from '@patchbay/client';
import { CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { ProviderMark } from '#components/shared/provider-mark.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Button } from '#components/ui/button.tsx';
import { t } from '#messages/en.ts';

export function AttentionList({ items }: { items: Overview['attention'] }) {
  if (items.length === 0)
    return (
      <p className="flex items-center gap-2 rounded-lg border bg-surface px-4 py-3 text-muted">
        <CircleCheck aria-hidden className="size-4 text-good" />
        {t.overview.attentionEmpty}
      </p>
    );
  return (
    <ul data-testid="attention" className="divide-y rounded-lg border bg-surface">
      {items.map((item) => (
        <li key={item.connectionId} className="relative flex items-center gap-3 px-4 py-3">
          <ProviderMark provider={{ slug: item.providerSlug, name: item.name }} className="self-start" />
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <Link
                href={`/connections/${item.connectionId}`}
                className="min-w-0 truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-ring"
              >
                {item.name}
              </Link>
              <span className="text-faint text-sm">
                {t.overview.since} <RelativeTime at={item.since} />
              </span>
            </p>
            <p className="line-clamp-2 break-words text-muted">{item.reason}</p>
          </div>
          <Button asChild size="sm" className="relative z-10 max-sm:hidden">
            <Link href={`/connections/${item.connectionId}`}>
              {t.overview.review}
              <span className="sr-only">{item.name}</span>
            </Link>
          </Button>
        </li>
      ))}
    </ul>
  );
}
