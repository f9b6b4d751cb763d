import { cn } from '#lib/cn.ts';
import { t } from '#messages/en.ts';

/** Four jacks and one cord: two systems patched together. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn('size-6', className)}>
      <rect width="32" height="32" rx="8" className="fill-accent-fill" />
      <g className="fill-none stroke-on-accent" strokeWidth="2.5" strokeLinecap="round">
        <circle cx="10" cy="10" r="3" />
        <circle cx="22" cy="22" r="3" />
        <path d="M10 13c0 6.5 12 -.5 12 6" />
      </g>
      <circle cx="22" cy="10" r="1.75" className="fill-on-accent" />
      <circle cx="10" cy="22" r="1.75" className="fill-on-accent" />
    </svg>
  );
}

export function Logo() {
  return (
    <span className="flex items-center gap-2 font-semibold text-base tracking-[-0.01em]">
      <LogoMark />
      {t.product}
    </span>
  );
}
