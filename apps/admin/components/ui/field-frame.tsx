import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { t } from '#messages/en.ts';

export interface FieldFrameProps {
  id: string;
  label: ReactNode;
  help?: ReactNode;
  error?: string | undefined;
  isOptional?: boolean | undefined;
  className?: string;
  children: ReactNode;
}

/** Ids that tie a control to its help or error text. */
export function describedBy(id: string, error: string | undefined, help: unknown): string | undefined {
  if (error) return `${id}-error`;
  return help ? `${id}-help` : undefined;
}

/** Label above, control, help below; an error takes the place of the help. */
export function FieldFrame({ id, label, help, error, isOptional, className, children }: FieldFrameProps) {
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="flex items-baseline gap-1.5 font-medium text-sm">
        {label}
        {isOptional && <span className="font-normal text-faint text-xs">{t.common.optional}</span>}
      </label>
      {children}
      {error ? (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-bad text-sm" role="alert">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span className="min-w-0 break-words">{error}</span>
        </p>
      ) : (
        help && (
          <div id={`${id}-help`} className="text-muted text-sm">
            {help}
          </div>
        )
      )}
    </div>
  );
}
