'use client';
import type { SsoProvider } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { ListSection } from '#components/shared/list-section.tsx';
import { SsoDialog } from '#components/sso/sso-dialog.tsx';
import { SsoProviderPanel } from '#components/sso/sso-provider-panel.tsx';
import { Button } from '#components/ui/button.tsx';
import { api } from '#lib/api/browser.ts';
import { ssoProvidersQuery } from '#lib/api/queries/people.ts';
import { t } from '#messages/en.ts';

export function SingleSignOn() {
  const query = useQuery(ssoProvidersQuery(api));
  const [open, setOpen] = useState<SsoProvider | 'new' | null>(null);
  const add = (
    <Button variant="primary" onClick={() => setOpen('new')}>
      <Plus aria-hidden />
      {t.sso.add}
    </Button>
  );
  return (
    <ListSection
      title={t.sso.title}
      text={t.sso.text}
      query={query}
      add={add}
      empty={{ icon: KeyRound, title: t.sso.emptyTitle, text: t.sso.emptyText }}
      list={(providers) => (
        <ul className="flex flex-col gap-4" data-testid="sso-providers">
          {providers.map((provider) => (
            <li key={provider.id}>
              <SsoProviderPanel provider={provider} onEdit={() => setOpen(provider)} />
            </li>
          ))}
        </ul>
      )}
    >
      <SsoDialog key={open === null || open === 'new' ? open : open.id} open={open} onClose={() => setOpen(null)} />
    </ListSection>
  );
}
