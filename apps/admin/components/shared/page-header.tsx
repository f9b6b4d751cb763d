import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { t } from '#messages/en.ts';

interface PageHeaderProps {
  title: ReactNode;
  /** One sentence. */
  text?: ReactNode;
  breadcrumb?: { label: string; href: string }[];
  mark?: ReactNode;
  /** Beside the title: a state. */
  aside?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, text, breadcrumb, mark, aside, actions }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-col gap-2">
      {breadcrumb && (
        <nav aria-label={t.nav.breadcrumb} className="flex items-center gap-1 text-muted text-sm">
          {breadcrumb.map((step, index) => (
            <span key={step.href} className="flex items-center gap-1">
              {index > 0 && <ChevronRight aria-hidden className="size-3.5 text-faint" />}
              <Link href={step.href} className="rounded-sm hover:text-text">
                {step.label}
              </Link>
            </span>
          ))}
        </nav>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        {mark}
        <div className="min-w-0 flex-1 basis-56">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 break-words font-semibold text-xl tracking-[-0.012em]">{title}</h1>
            {aside}
          </div>
          {text && <p className="text-pretty text-muted">{text}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}
