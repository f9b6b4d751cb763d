import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface SignInNoticeProps {
  icon: LucideIcon;
  text: ReactNode;
  /** The ways on. */
  children: ReactNode;
}

/** What became of a sign-in that made nothing, and the ways on. */
export function SignInNotice({ icon: Icon, text, children }: SignInNoticeProps) {
  return (
    <section className="rounded-lg border bg-surface px-4 py-4">
      <p className="flex items-start gap-3">
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
        <span className="min-w-0 break-words">{text}</span>
      </p>
      <div className="mt-4 flex flex-wrap gap-2 pl-7">{children}</div>
    </section>
  );
}
