'use client';
import { FlaskConical } from 'lucide-react';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { t } from '#messages/en.ts';

/** Marks a connection that nobody real answers, so that nobody takes its data for real. */
export function SimulatedBadge() {
  return (
    <Tooltip text={t.connections.simulatedText}>
      <span className="relative z-10 inline-flex h-5.5 items-center gap-1 whitespace-nowrap rounded-md bg-attention-soft px-1.5 text-attention text-xs">
        <FlaskConical aria-hidden className="size-3.5" />
        {t.connections.simulated}
      </span>
    </Tooltip>
  );
}
