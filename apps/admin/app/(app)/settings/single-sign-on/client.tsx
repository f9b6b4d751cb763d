'use client';
import type { SsoProvider } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { SsoDialog } from '#components/sso/sso-dialog.tsx';
import { SsoProviderPanel } from '#components/sso/sso-provider-panel.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { ssoProvidersQuery } from '#lib/api/queries.ts';
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
    <section aria-labelledby="sso">
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 id="sso" className="font-semibold">
            {t.sso.title}
          </h2>
          <p className="text-pretty text-muted">{t.sso.text}</p>
        </div>
        {query.data && query.data.length > 0 && add}
      </div>
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton rows={2} />}
      {query.data?.length === 0 && (
        <EmptyState icon={KeyRound} title={t.sso.emptyTitle} text={t.sso.emptyText} action={add} />
      )}
      <ul className="flex flex-col gap-4" data-testid="sso-providers">
        {query.data?.map((provider) => (
          <li key={provider.id}>
            <SsoProviderPanel provider={provider} onEdit={() => setOpen(provider)} />
          </li>
        ))}
      </ul>
      <SsoDialog key={open === null || open === 'new' ? open : open.id} open={open} onClose={() => setOpen(null)} />
    </section>
  );
}
