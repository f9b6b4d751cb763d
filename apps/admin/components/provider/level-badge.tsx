'use client';
import { ShieldCheck } from 'lucide-react';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { humanize } from '#lib/format.ts';
import { t } from '#messages/en.ts';

/** How far a manifest is proven. Unlisted ones carry no badge: there is nothing to claim. */
export function LevelBadge({ level }: { level: string }) {
  if (level === 'unlisted') return null;
  return (
    <Tooltip text={t.provider.levelText(humanize(level), t.levels[level])}>
      <span className="relative z-10 inline-flex h-5.5 items-center gap-1 rounded-md border px-1.5 text-muted text-xs">
        <ShieldCheck aria-hidden className="size-3.5" />
        {humanize(level)}
      </span>
    </Tooltip>
  );
}
