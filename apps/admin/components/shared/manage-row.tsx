import type { ReactNode } from 'react';

interface ManageRowProps {
  title: string;
  /** What pressing does, and what stays. */
  text: string;
  /** The button. */
  children: ReactNode;
}

/** One thing that can be done, beside the words that say what it does. */
export function ManageRow({ title, text, children }: ManageRowProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{title}</p>
        <p className="text-pretty text-muted text-sm">{text}</p>
      </div>
      {children}
    </div>
  );
}
