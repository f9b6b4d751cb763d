'use client';
import { CircleAlert, type LucideIcon, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import { cn } from '#lib/cn.ts';
import { t } from '#messages/en.ts';
import { CopyId } from './copy.tsx';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** One line: what will be here. */
  text: string;
  action?: ReactNode;
  className?: string;
}

export function EmptyState({ icon: Icon, title, text, action, className }: EmptyStateProps) {
  return (
    <div
      data-testid="empty-state"
      className={cn('flex flex-col items-center rounded-lg border border-dashed px-6 py-12 text-center', className)}
    >
      <span className="mb-4 grid size-10 place-items-center rounded-lg border bg-surface text-muted">
        <Icon aria-hidden className="size-5" />
      </span>
      <h2 className="font-semibold text-base">{title}</h2>
      <p className="mt-1 max-w-md text-pretty text-muted">{text}</p>
      {action && <div className="mt-5">{action}</div>}
    </div>
  );
}

interface ErrorStateProps {
  error: unknown;
  title?: string;
  onRetry?: () => void;
  className?: string;
}

/** A failed load or action: what is, and the request id that finds it in the log. */
export function ErrorState({ error, title = t.errors.title, onRetry, className }: ErrorStateProps) {
  const { message, requestId, details } = toApiError(error);
  return (
    <div
      role="alert"
      data-testid="error-state"
      className={cn('flex gap-3 rounded-lg border border-bad/30 bg-bad-soft px-4 py-3', className)}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        <p className="break-words text-muted">{message}</p>
        {details.length > 0 && (
          <ul className="mt-1 list-disc pl-4 text-muted text-sm">
            {details.map((detail) => (
              <li key={`${detail.path} ${detail.message}`} className="break-words">
                {detail.path && <code className="font-mono text-xs">{detail.path}</code>} {detail.message}
              </li>
            ))}
          </ul>
        )}
        {requestId && (
          <p className="mt-1.5 flex items-center gap-1.5 text-muted text-xs">
            {t.errors.requestId} <CopyId id={requestId} />
          </p>
        )}
      </div>
      {onRetry && (
        <Button size="sm" onClick={onRetry}>
          <RotateCw aria-hidden />
          {t.common.retry}
        </Button>
      )}
    </div>
  );
}
