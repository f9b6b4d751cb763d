import type { ProviderInfo } from '@patchbay/client';
import Link from 'next/link';
import { ProviderMark } from '#components/shared/provider-mark.tsx';
import { Tag } from '#components/shared/tag.tsx';
import { t } from '#messages/en.ts';
import { LevelBadge } from './level-badge.tsx';

const shownCapabilities = 3;

export function ProviderTile({ provider }: { provider: ProviderInfo }) {
  return (
    <li
      data-testid="provider-tile"
      data-provider={provider.slug}
      className="relative flex min-w-0 flex-col gap-3 rounded-lg border bg-surface p-4 transition-colors hover:border-line-strong"
    >
      <div className="flex items-center gap-3">
        <ProviderMark provider={provider} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold text-base">
            <Link
              href={`/catalog/${provider.slug}`}
              className="rounded-sm after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-ring"
            >
              {provider.name}
            </Link>
          </h2>
          <p className="truncate text-muted text-sm">{provider.category}</p>
        </div>
        {provider.connectionCount > 0 && (
          <span className="whitespace-nowrap font-medium text-good text-xs">
            {t.catalog.connected(provider.connectionCount)}
          </span>
        )}
      </div>
      <p className="line-clamp-2 min-h-10 text-pretty text-muted">{provider.description}</p>
      <div className="flex flex-wrap gap-1.5">
        <LevelBadge level={provider.level} />
        {provider.isPrivate && <Tag>{t.catalog.private}</Tag>}
        {provider.isTestOnly && <Tag>{t.catalog.testOnly}</Tag>}
        {provider.capabilities.slice(0, shownCapabilities).map((capability) => (
          <Tag key={capability}>{t.capabilities[capability]?.label ?? capability}</Tag>
        ))}
        {provider.capabilities.length > shownCapabilities && (
          <Tag>{t.catalog.moreCapabilities(provider.capabilities.length - shownCapabilities)}</Tag>
        )}
      </div>
    </li>
  );
}
