import { ExternalLink as Icon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { t } from '#messages/en.ts';

export function ExternalLink({ href, children, className }: { href: string; children: ReactNode; className?: string }) {
  // An address comes from a manifest or a provider: only web addresses become links.
  if (!/^https?:\/\//i.test(href)) return <span className={className}>{children}</span>;
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className={cn(
        'inline-flex max-w-full items-center gap-1 rounded-sm text-accent underline-offset-4 hover:underline',
        className,
      )}
    >
      <span className="truncate">{children}</span>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="sr-only">{t.common.opensInNewTab}</span>
    </a>
  );
}
