'use client';
import type { OAuthApp } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { AppWindow, Plus } from 'lucide-react';
import { useState } from 'react';
import { DeleteOAuthApp } from '#components/oauth/delete-oauth-app.tsx';
import { AddOAuthApp, OAuthAppDialog } from '#components/oauth/oauth-app-dialog.tsx';
import { OAuthAppTable } from '#components/oauth/oauth-app-table.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { oauthAppsQuery, oauthAvailabilityQuery, providersQuery } from '#lib/api/queries.ts';
import { humanize } from '#lib/format.ts';
import { useCanManage, useMe } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

export function OAuthApps() {
  const canWrite = useCanManage();
  const { role } = useMe();
  const [isAdding, setAdding] = useState(false);
  const [editing, setEditing] = useState<OAuthApp | null>(null);
  const [deleting, setDeleting] = useState<OAuthApp | null>(null);
  const query = useQuery(oauthAppsQuery(api));
  const availability = useQuery(oauthAvailabilityQuery(api));
  const providers = useQuery(providersQuery(api));
  const names = new Map(providers.data?.map(({ slug, name }) => [slug, name]));
  const nameOf = (slug: string) => names.get(slug) ?? humanize(slug);
  const choices = (availability.data ?? [])
    .filter(({ supported }) => supported)
    .map(({ providerSlug }) => ({ slug: providerSlug, name: nameOf(providerSlug) }));
  const add = canWrite && (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      {t.oauth.add}
    </Button>
  );
  return (
    <section aria-labelledby="oauth-apps">
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 id="oauth-apps" className="font-semibold">
            {t.oauth.apps}
          </h2>
          <p className="text-pretty text-muted">{t.oauth.appsText}</p>
        </div>
        {query.data && query.data.length > 0 && add}
      </div>
      {!canWrite && <p className="mb-4 rounded-lg border border-dashed px-4 py-3 text-muted">{t.oauth.askAdmin}</p>}
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton rows={3} />}
      {query.data?.length === 0 && (
        <EmptyState icon={AppWindow} title={t.oauth.emptyTitle} text={t.oauth.emptyText} action={add} />
      )}
      {query.data && query.data.length > 0 && (
        <OAuthAppTable
          apps={query.data}
          nameOf={nameOf}
          canChange={({ scope }) => (scope === 'platform' ? role === 'owner' : canWrite)}
          onEdit={setEditing}
          onDelete={setDeleting}
        />
      )}
      <AddOAuthApp isOpen={isAdding} onClose={() => setAdding(false)} providers={choices} />
      <OAuthAppDialog
        open={editing && { slug: editing.providerSlug, name: nameOf(editing.providerSlug), scope: editing.scope }}
        onClose={() => setEditing(null)}
      />
      <DeleteOAuthApp
        app={deleting}
        providerName={nameOf(deleting?.providerSlug ?? '')}
        onClose={() => setDeleting(null)}
      />
    </section>
  );
}
