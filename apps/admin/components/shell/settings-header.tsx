'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { PageHeader } from '#components/shared/page-header.tsx';
import { isAtLeast, useMe } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

const pages = [
  { href: '/settings/members', label: t.settings.members, leastRole: 'viewer' },
  { href: '/settings/api-keys', label: t.settings.apiKeys, leastRole: 'admin' },
  { href: '/settings/single-sign-on', label: t.sso.title, leastRole: 'admin' },
  { href: '/settings/oauth-apps', label: t.oauth.apps, leastRole: 'member' },
  { href: '/settings/events', label: t.events.subscriptions, leastRole: 'admin' },
] as const;

export function SettingsHeader() {
  const pathname = usePathname();
  const { organization, role } = useMe();
  const tabs = useRef<HTMLElement>(null);
  useEffect(() => {
    const frame = tabs.current;
    const open = frame?.querySelector<HTMLElement>('[aria-current=page]');
    if (frame && open) frame.scrollLeft = open.offsetLeft - (frame.clientWidth - open.offsetWidth) / 2;
  }, [pathname]);
  return (
    <>
      <PageHeader title={t.settings.title} text={t.settings.text(organization.name)} />
      <nav
        ref={tabs}
        aria-label={t.settings.nav}
        className="scroll-thin relative mb-6 flex gap-5 overflow-x-auto border-b"
      >
        {pages
          .filter((page) => isAtLeast(role, page.leastRole))
          .map(({ href, label }) => (
            <Link
              key={href}
              href={href}
              aria-current={pathname === href || pathname.startsWith(`${href}/`) ? 'page' : undefined}
              className="flex h-10 shrink-0 items-center whitespace-nowrap border-transparent border-b-2 text-muted hover:text-text aria-[current=page]:border-text aria-[current=page]:font-medium aria-[current=page]:text-text"
            >
              {label}
            </Link>
          ))}
      </nav>
    </>
  );
}
