'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Cable, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { FailedSignIns } from '#components/oauth/failed-sign-ins.tsx';
import { OAuthAppCard } from '#components/oauth/oauth-app-card.tsx';
import { AuthMethods } from '#components/provider/auth-methods.tsx';
import { LevelBadge } from '#components/provider/level-badge.tsx';
import { MigrationNotes } from '#components/provider/migration-notes.tsx';
import { OperationList } from '#components/provider/operation-list.tsx';
import { ProviderConnections } from '#components/provider/provider-connections.tsx';
import { ProviderFacts } from '#components/provider/provider-facts.tsx';
import { SyncList } from '#components/provider/sync-list.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { ProviderMark } from '#components/shared/provider-mark.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Tag } from '#components/shared/tag.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { connectionsQuery } from '#lib/api/queries/connections.ts';
import { providerQuery } from '#lib/api/queries/providers.ts';
import { authMethodsOf, signsInAtProvider } from '#lib/auth-methods.ts';
import { useCanManage } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

export function Provider({ slug }: { slug: string }) {
  const canWrite = useCanManage();
  const query = useQuery(providerQuery(api, slug));
  const connections = useInfiniteQuery(connectionsQuery(api, { providerSlug: slug }));
  const provider = query.data;
  if (query.error) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (!provider) return <ListSkeleton />;
  const takesApp = authMethodsOf(provider).some((method) => method.supported && signsInAtProvider(method));
  const own = connections.data?.pages.flatMap((page) => page.data) ?? [];

  return (
    <>
      <PageHeader
        breadcrumb={[{ label: t.catalog.title, href: '/catalog' }]}
        mark={<ProviderMark provider={provider} size="lg" />}
        title={provider.name}
        aside={<LevelBadge level={provider.level} />}
        text={provider.description}
        actions={
          canWrite && (
            <Button asChild variant="primary">
              <Link href={`/connect/${slug}`}>
                <Cable aria-hidden />
                {own.length > 0 ? t.provider.connectAnother : t.provider.connect}
              </Link>
            </Button>
          )
        }
      />
      {provider.deprecated && (
        <p className="mb-4 flex items-start gap-2 rounded-lg bg-attention-soft px-4 py-3 text-attention">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t.provider.deprecated(provider.deprecated.since, provider.deprecated.reason)}
        </p>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t.provider.about}>
            <ul className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
              {provider.capabilities.map((capability) => (
                <li key={capability}>
                  <span className="block font-medium">{t.capabilities[capability]?.label ?? capability}</span>
                  <span className="text-muted text-sm">{t.capabilities[capability]?.text}</span>
                </li>
              ))}
            </ul>
          </Panel>
          {provider.syncs.length > 0 && <SyncList syncs={provider.syncs} />}
          {provider.resources.length > 0 && (
            <Panel title={t.provider.resources} description={t.provider.resourcesText}>
              <ul className="flex flex-wrap gap-1.5">
                {provider.resources.map((resource) => (
                  <li key={resource.type}>
                    <Tag isMono>{resource.type}</Tag>
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          <OperationList operations={provider.operations} />
          {provider.migrations.length > 0 && <MigrationNotes migrations={provider.migrations} />}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <ProviderConnections connections={own} />
          {takesApp && <OAuthAppCard provider={provider} />}
          {takesApp && canWrite && <FailedSignIns slug={slug} />}
          <AuthMethods methods={authMethodsOf(provider)} setupGuide={provider.setupGuide} />
          <ProviderFacts provider={provider} />
        </div>
      </div>
    </>
  );
}
