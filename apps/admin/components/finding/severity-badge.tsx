import type { Finding } from '@patchbay/client';
import { cn } from '#lib/cn.ts';
import { t } from '#messages/en.ts';

const tones: Record<Finding['severity'], string> = {
  critical: 'text-bad bg-bad-soft',
  high: 'text-bad bg-bad-soft',
  medium: 'text-attention bg-attention-soft',
  low: 'text-accent bg-accent-soft',
  info: 'text-unknown bg-unknown-soft',
};

/** How bad something is: always as a word, with its colour. */
export function SeverityBadge({ severity }: { severity: Finding['severity'] }) {
  return (
    <span
      data-severity={severity}
      className={cn(
        'inline-flex h-5.5 items-center whitespace-nowrap rounded-md px-1.5 py-0.5 font-medium text-xs',
        tones[severity],
      )}
    >
      {t.findings.severities[severity]}
    </span>
  );
}
