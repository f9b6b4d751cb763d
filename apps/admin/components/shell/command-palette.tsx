'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { AppWindow, FileCheck2, KeyRound, Search, SunMoon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { ProviderMark } from '#components/shared/provider-mark.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { api } from '#lib/api/browser.ts';
import { connectionsQuery } from '#lib/api/queries/connections.ts';
import { providersQuery } from '#lib/api/queries/providers.ts';
import { connectionState } from '#lib/connection-state.ts';
import { isAtLeast, useMe } from '#lib/me.tsx';
import { applyTheme, themes } from '#lib/theme.ts';
import { t } from '#messages/en.ts';
import { isFor, lowerPages, mainPages } from './navigation.tsx';

const groupClass =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs';

/** Letters scattered over a long text are no match: Enter would take people where they did not ask to go. */
function hasEveryWord(value: string, search: string, keywords: string[] = []): number {
  const text = [value, ...keywords].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
    ? 1
    : 0;
}

function Item({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-default items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted"
    >
      {children}
    </Command.Item>
  );
}

/** Everything reachable by typing: pages, connections, providers to connect, themes. */
export function CommandPalette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-overlay data-[state=open]:animate-fade-in" />
        <Dialog.Content
          aria-describedby={undefined}
          data-testid="command-palette"
          className="-translate-x-1/2 fixed top-[12vh] left-1/2 z-50 w-[min(600px,calc(100vw-32px))] overflow-hidden rounded-xl bg-raised shadow-overlay outline-none data-[state=open]:animate-rise-in"
        >
          <Dialog.Title className="sr-only">{t.palette.label}</Dialog.Title>
          {isOpen && <PaletteContent onClose={onClose} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Mounted only while open: a query it made earlier would keep a page from using what the server read for it. */
function PaletteContent({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const { role } = useMe();
  const providers = useQuery(providersQuery(api));
  const connections = useInfiniteQuery(connectionsQuery(api));
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  return (
    <Command label={t.palette.label} loop filter={hasEveryWord}>
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search aria-hidden className="size-4 text-muted" />
        <Command.Input
          placeholder={t.palette.placeholder}
          className="h-12 w-full bg-transparent text-base outline-none max-sm:text-[16px]"
        />
      </div>
      <Command.List className="scroll-thin max-h-[min(420px,60vh)] overflow-y-auto p-2">
        <Command.Empty className="px-2 py-8 text-center text-muted">{t.palette.empty}</Command.Empty>
        <Command.Group heading={t.palette.pages} className={groupClass}>
          {[...mainPages, ...lowerPages].filter(isFor(role)).map(({ href, label, icon: Icon }) => (
            <Item key={href} value={`${t.palette.pages} ${label}`} onSelect={() => go(href)}>
              <Icon aria-hidden />
              {label}
            </Item>
          ))}
          <Item value={`${t.palette.pages} ${t.evidence.title}`} onSelect={() => go('/evidence')}>
            <FileCheck2 aria-hidden />
            {t.evidence.title}
          </Item>
          <Item value={`${t.palette.pages} ${t.settings.apiKeys}`} onSelect={() => go('/settings/api-keys')}>
            <KeyRound aria-hidden />
            {t.settings.apiKeys}
          </Item>
          {isAtLeast(role, 'member') && (
            <Item value={`${t.palette.pages} ${t.oauth.apps}`} onSelect={() => go('/settings/oauth-apps')}>
              <AppWindow aria-hidden />
              {t.oauth.apps}
            </Item>
          )}
        </Command.Group>
        <Command.Group heading={t.palette.connections} className={groupClass}>
          {connections.data?.pages
            .flatMap((page) => page.data)
            .map((connection) => (
              <Item
                key={connection.id}
                value={`${connection.name} ${connection.providerSlug} ${connection.id}`}
                onSelect={() => go(`/connections/${connection.id}`)}
              >
                <ProviderMark provider={{ slug: connection.providerSlug }} size="sm" />
                <span className="min-w-0 flex-1 truncate">{connection.name}</span>
                <StateBadge state={connectionState(connection)} />
              </Item>
            ))}
        </Command.Group>
        <Command.Group heading={t.palette.providers} className={groupClass}>
          {providers.data?.map((provider) => (
            <Item
              key={provider.slug}
              value={`${t.palette.connect(provider.name)} ${provider.tags.join(' ')}`}
              onSelect={() => go(`/connect/${provider.slug}`)}
            >
              <ProviderMark provider={provider} size="sm" />
              {t.palette.connect(provider.name)}
            </Item>
          ))}
        </Command.Group>
        <Command.Group heading={t.palette.actions} className={groupClass}>
          {themes.map((theme) => (
            <Item
              key={theme}
              value={t.palette.theme(t.nav.themes[theme])}
              onSelect={() => {
                applyTheme(theme);
                onClose();
              }}
            >
              <SunMoon aria-hidden />
              {t.palette.theme(t.nav.themes[theme])}
            </Item>
          ))}
        </Command.Group>
      </Command.List>
    </Command>
  );
}
