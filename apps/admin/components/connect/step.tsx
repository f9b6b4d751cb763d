import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

interface StepProps {
  number: number;
  title: string;
  status: 'current' | 'done' | 'failed';
  children: ReactNode;
  testId: string;
}

const marks = {
  current: 'border-text text-text',
  done: 'border-good bg-good-soft text-good',
  failed: 'border-bad bg-bad-soft text-bad',
};

/** One part of a screen that grows downwards; a line ties it to the next. */
export function Step({ number, title, status, children, testId }: StepProps) {
  return (
    <li
      data-testid={testId}
      data-step-status={status}
      className="group/step relative flex gap-4 pb-8 last:pb-0 max-sm:gap-3"
    >
      <span aria-hidden className="absolute top-8 bottom-1 left-3 w-px bg-line group-last/step:hidden" />
      <span
        aria-hidden
        className={cn(
          'mt-px grid size-6 shrink-0 place-items-center rounded-full border font-medium text-xs tabular-nums',
          marks[status],
        )}
      >
        {status === 'done' ? <Check className="size-3.5" /> : status === 'failed' ? <X className="size-3.5" /> : number}
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="mb-3 font-semibold text-lg">{title}</h2>
        {children}
      </div>
    </li>
  );
}
