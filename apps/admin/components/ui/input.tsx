import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from '#lib/cn.ts';

const control =
  'w-full rounded-lg border border-control/60 bg-surface text-base text-text transition-colors hover:border-control focus-visible:border-ring focus-visible:outline-1 focus-visible:outline-ring focus-visible:-outline-offset-1 focus-visible:rounded-lg disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted aria-invalid:border-bad';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(control, 'h-9 px-3 max-sm:text-[16px]', className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea className={cn(control, 'min-h-20 px-3 py-2 max-sm:text-[16px]', className)} {...props} />;
}

/** The platform's own select: keyboard, screen readers and phones know it. */
export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative inline-flex w-full', className)}>
      <select className={cn(control, 'h-9 appearance-none truncate pr-8 pl-3')} {...props}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2.5 size-4 text-muted"
      />
    </span>
  );
}

/** A checkbox inside its label: the words are part of the target. */
export function Checkbox({ className, children, ...props }: ComponentProps<'input'>) {
  return (
    <label className={cn('flex min-w-0 items-center gap-2 text-sm', className)}>
      <input type="checkbox" className="size-4 shrink-0 rounded-sm border-control accent-(--accent-fill)" {...props} />
      {children}
    </label>
  );
}
