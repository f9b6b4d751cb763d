import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

/** A quiet label: a category, a scope, a capability. */
export function Tag({ children, className, isMono }: { children: ReactNode; className?: string; isMono?: boolean }) {
  return (
    <span
      className={cn(
        'inline-flex h-5.5 max-w-full items-center gap-1 rounded-md border px-1.5 text-muted text-xs',
        isMono && 'font-mono text-[11px]',
        className,
      )}
    >
      {typeof children === 'string' ? <span className="truncate">{children}</span> : children}
    </span>
  );
}
