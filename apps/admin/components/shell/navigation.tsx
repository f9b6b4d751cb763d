'use client';
import type { Role } from '@patchbay/client';
import {
  BookOpen,
  Cable,
  LayoutGrid,
  type LucideIcon,
  Radio,
  ScrollText,
  Settings,
  ShieldAlert,
  SquareActivity,
  Stethoscope,
} from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '#lib/cn.ts';
import { isAtLeast, useMe } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

interface NavItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Pages that belong to it besides those below its own address. */
  also?: string;
  /** Whom the API shows it. */
  leastRole?: Role;
}

/** The pages there are, in order; the palette lists the same. */
export const mainPages: NavItem[] = [
  { href: '/', label: t.nav.overview, icon: SquareActivity },
  { href: '/catalog', label: t.nav.catalog, icon: LayoutGrid, also: '/connect' },
  { href: '/connections', label: t.nav.connections, icon: Cable },
  { href: '/findings', label: t.nav.findings, icon: ShieldAlert },
  { href: '/events', label: t.events.title, icon: Radio },
  { href: '/doctor', label: t.nav.doctor, icon: Stethoscope, also: '/evidence' },
  { href: '/audit-log', label: t.nav.auditLog, icon: ScrollText, leastRole: 'admin' },
];
export const lowerPages: NavItem[] = [{ href: '/settings', label: t.nav.settings, icon: Settings }];

/** Keeps the pages a role may open. */
export function isFor(role: Role): (page: NavItem) => boolean {
  return (page) => isAtLeast(role, page.leastRole ?? 'viewer');
}

const itemClass =
  'flex h-8 items-center gap-2.5 rounded-md px-2 text-muted transition-colors hover:bg-hover hover:text-text aria-[current=page]:bg-selected aria-[current=page]:font-medium aria-[current=page]:text-text [&_svg]:size-4 [&_svg]:shrink-0';

function isCurrent(item: NavItem, pathname: string): boolean {
  if (item.href === '/') return pathname === '/';
  return [item.href, item.also].some((start) => start && (pathname === start || pathname.startsWith(`${start}/`)));
}

function NavLink({ item, onNavigate }: { item: NavItem; onNavigate?: (() => void) | undefined }) {
  const pathname = usePathname();
  const Icon = item.icon;
  return (
    <Link
      href={item.href}
      {...(onNavigate && { onClick: onNavigate })}
      aria-current={isCurrent(item, pathname) ? 'page' : undefined}
      className={itemClass}
    >
      <Icon aria-hidden />
      {item.label}
    </Link>
  );
}

export function Navigation({ onNavigate, className }: { onNavigate?: () => void; className?: string }) {
  const { role } = useMe();
  return (
    <nav aria-label={t.nav.label} className={cn('flex flex-1 flex-col gap-0.5', className)}>
      {mainPages.filter(isFor(role)).map((item) => (
        <NavLink key={item.href} item={item} onNavigate={onNavigate} />
      ))}
      <div className="flex-1" />
      {lowerPages.map((item) => (
        <NavLink key={item.href} item={item} onNavigate={onNavigate} />
      ))}
      <a href="/docs" target="_blank" rel="noreferrer" className={itemClass}>
        <BookOpen aria-hidden />
        {t.nav.docs}
        <span className="sr-only">{t.common.opensInNewTab}</span>
      </a>
    </nav>
  );
}
