'use client';
import type { OAuthApp, ProviderDetail } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { oauthAppSetupQuery, oauthAppsQuery } from '#lib/api/queries/oauth.ts';
import { isAtLeast, useCanManage, useMe } from '#lib/me.tsx';
import { t } from '#messages/en.ts';
import { DeleteOAuthApp } from './delete-oauth-app.tsx';
import { OAuthAppDialog } from './oauth-app-dialog.tsx';
import { OAuthWarning, Scopes } from './oauth-app-guide.tsx';

/** The app people sign in to a provider through: whose it is, and the ways to change it. */
export function OAuthAppCard({ provider }: { provider: ProviderDetail }) {
  const canManage = useCanManage();
  const { role } = useMe();
  const [isOpen, setOpen] = useState(false);
  const [deleting, setDeleting] = useState<OAuthApp | null>(null);
  const setup = useQuery(oauthAppSetupQuery(api, provider.slug));
  const apps = useQuery({ ...oauthAppsQuery(api), enabled: isAtLeast(role, 'member') });
  const source = setup.data?.source ?? null;
  const own = apps.data?.filter(({ providerSlug }) => providerSlug === provider.slug) ?? [];
  const app = own.find(({ scope }) => scope === source);
  // What serves every organization is changed in the settings, by whoever runs the installation.
  const isOwn = app?.scope === 'organization';
  return (
    <Panel testId="oauth-app" title={t.oauth.appStep} description={t.oauth.cardText}>
      {setup.error && <ErrorState error={setup.error} onRetry={() => setup.refetch()} />}
      {setup.isPending && <Skeleton className="h-20" />}
      {setup.data && (
        <div className="flex flex-col gap-4">
          {setup.data.warning && <OAuthWarning text={setup.data.warning} />}
          {source === null ? (
            <p className="text-muted text-sm">{t.oauth.cardEmpty}</p>
          ) : (
            <DescriptionList
              items={[
                [t.oauth.source, t.oauth.sources[source]],
                [t.oauth.clientId, app && <code className="break-all font-mono text-xs">{app.clientId}</code>],
                [t.oauth.secret, app && (app.hasSecret ? t.oauth.secretSet : t.oauth.secretNone)],
                [t.oauth.scopes, app && (app.scopes ? <Scopes scopes={app.scopes} /> : t.oauth.usualScopes)],
              ]}
            />
          )}
          {!canManage && <p className="text-muted text-sm">{t.oauth.askAdmin}</p>}
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setOpen(true)}>
              {canManage ? (isOwn ? t.oauth.edit : t.oauth.setUp) : t.oauth.guide}
            </Button>
            {canManage && isOwn && (
              <Button variant="dangerQuiet" onClick={() => setDeleting(app)}>
                {t.oauth.delete}
              </Button>
            )}
          </div>
        </div>
      )}
      <OAuthAppDialog
        open={
          isOpen ? { slug: provider.slug, name: provider.name, ...(isOwn && { scope: 'organization' as const }) } : null
        }
        onClose={() => setOpen(false)}
      />
      <DeleteOAuthApp app={deleting} providerName={provider.name} onClose={() => setDeleting(null)} />
    </Panel>
  );
}
