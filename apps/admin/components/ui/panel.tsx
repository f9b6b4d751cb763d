import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

interface PanelProps {
  title?: ReactNode;
  description?: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
  className?: string;
  bodyClassName?: string;
  testId?: string;
}

/** A bordered area with an optional heading. Content that reaches the edges sets its own padding. */
export function Panel({ title, description, action, children, className, bodyClassName, testId }: PanelProps) {
  return (
    <section data-testid={testId} className={cn('min-w-0 rounded-lg border bg-surface', className)}>
      {title && (
        <header className="flex min-h-12 items-center gap-3 border-b px-4 py-2.5">
          <div className="min-w-0 flex-1">
            <h2 className="font-semibold text-base">{title}</h2>
            {description && <p className="text-muted text-sm">{description}</p>}
          </div>
          {action}
        </header>
      )}
      <div className={cn('p-4', bodyClassName)}>{children}</div>
    </section>
  );
}
