'use client';
import type { OAuthApp } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { AppWindow, Plus } from 'lucide-react';
import { useState } from 'react';
import { DeleteOAuthApp } from '#components/oauth/delete-oauth-app.tsx';
import { AddOAuthApp, OAuthAppDialog } from '#components/oauth/oauth-app-dialog.tsx';
import { OAuthAppTable } from '#components/oauth/oauth-app-table.tsx';
import { ListSection } from '#components/shared/list-section.tsx';
import { Button } from '#components/ui/button.tsx';
import { api } from '#lib/api/browser.ts';
import { oauthAppsQuery, oauthAvailabilityQuery } from '#lib/api/queries/oauth.ts';
import { providersQuery } from '#lib/api/queries/providers.ts';
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
    <ListSection
      title={t.oauth.apps}
      text={t.oauth.appsText}
      query={query}
      add={add}
      empty={{ icon: AppWindow, title: t.oauth.emptyTitle, text: t.oauth.emptyText }}
      note={
        !canWrite && <p className="mb-4 rounded-lg border border-dashed px-4 py-3 text-muted">{t.oauth.askAdmin}</p>
      }
      list={(apps) => (
        <OAuthAppTable
          apps={apps}
          nameOf={nameOf}
          canChange={({ scope }) => (scope === 'platform' ? role === 'owner' : canWrite)}
          onEdit={setEditing}
          onDelete={setDeleting}
        />
      )}
    >
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
    </ListSection>
  );
}
