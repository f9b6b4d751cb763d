'use client';
import type { Me } from '@patchbay/client';
import { CloudOff, Menu as MenuIcon, Search } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Drawer } from '#components/ui/dialog.tsx';
import { useLiveUpdates } from '#lib/live/use-live-updates.ts';
import { MeProvider } from '#lib/me.tsx';
import { t } from '#messages/en.ts';
import { AccountMenu } from './account-menu.tsx';
import { CommandPalette } from './command-palette.tsx';
import { Logo, LogoMark } from './logo.tsx';
import { Navigation } from './navigation.tsx';

export function AppShell({ me, children }: { me: Me; children: ReactNode }) {
  const [isNavOpen, setNavOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  useLiveUpdates();

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setPaletteOpen((open) => !open);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  return (
    <MeProvider me={me}>
      <div className="min-h-dvh lg:grid lg:grid-cols-[240px_minmax(0,1fr)]">
        <a
          href="#content"
          className="sr-only z-50 rounded-md bg-raised px-3 py-2 shadow-overlay focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
        >
          {t.common.skipToContent}
        </a>

        <aside className="sticky top-0 z-30 flex h-dvh flex-col gap-3 border-r bg-sidebar p-3 max-lg:hidden">
          <Link href="/" className="flex h-9 items-center px-2">
            <Logo />
          </Link>
          <button
            type="button"
            onClick={() => setPaletteOpen(true)}
            className="flex h-8 items-center gap-2 rounded-md border bg-surface px-2 text-left text-muted text-sm hover:border-line-strong"
          >
            <Search aria-hidden className="size-4" />
            <span className="flex-1">{t.nav.search}</span>
            <kbd className="font-sans text-faint text-xs">⌘K</kbd>
          </button>
          <Navigation />
          <div className="-mx-3 border-t px-3 pt-2">
            <AccountMenu me={me} />
          </div>
        </aside>

        <header className="sticky top-0 z-30 flex h-13 items-center gap-2 border-b bg-sidebar px-2 lg:hidden">
          <Button variant="ghost" size="icon" aria-label={t.nav.open} onClick={() => setNavOpen(true)}>
            <MenuIcon aria-hidden />
          </Button>
          <Link href="/" className="flex-1">
            <Logo />
          </Link>
          <Button variant="ghost" size="icon" aria-label={t.nav.search} onClick={() => setPaletteOpen(true)}>
            <Search aria-hidden />
          </Button>
        </header>
        <Drawer
          isOpen={isNavOpen}
          onClose={() => setNavOpen(false)}
          side="left"
          testId="navigation-drawer"
          title={
            <span className="flex h-8 items-center gap-2">
              <LogoMark />
              {me.organization.name}
            </span>
          }
        >
          <div className="flex h-full flex-col gap-2 p-3">
            <Navigation onNavigate={() => setNavOpen(false)} />
            <div className="-mx-3 border-t px-3 pt-2">
              <AccountMenu me={me} />
            </div>
          </div>
        </Drawer>

        <main id="content" tabIndex={-1} className="min-w-0 outline-none">
          {me.isOffline && (
            <p className="flex items-center gap-2 border-b bg-attention-soft px-4 py-2 text-attention text-sm sm:px-8">
              <CloudOff aria-hidden className="size-4" />
              {t.nav.offline}
            </p>
          )}
          <div className="mx-auto w-full max-w-[1120px] px-4 py-6 sm:px-8 sm:py-8">{children}</div>
        </main>
        <CommandPalette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
      </div>
    </MeProvider>
  );
}
