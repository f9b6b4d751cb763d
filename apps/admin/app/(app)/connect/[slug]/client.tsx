'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ConnectFlow } from '#components/connect/connect-flow.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { ProviderMark } from '#components/shared/provider-mark.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { connectionQuery } from '#lib/api/queries/connections.ts';
import { providerQuery } from '#lib/api/queries/providers.ts';
import { useCanManage } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

export function Connect({ slug, connectionId }: { slug: string; connectionId: string | null }) {
  const canWrite = useCanManage();
  // Only the connection the page was opened with fills the form: one it makes itself must not start it over.
  const [openedWith] = useState(connectionId);
  const provider = useQuery(providerQuery(api, slug));
  const connection = useQuery({ ...connectionQuery(api, openedWith ?? ''), enabled: openedWith !== null });
  const error = provider.error ?? connection.error;
  if (error) return <ErrorState error={error} onRetry={() => provider.refetch()} />;
  if (!provider.data || (openedWith && !connection.data)) return <ListSkeleton />;
  return (
    <div className="mx-auto max-w-[720px]">
      <PageHeader
        breadcrumb={[
          { label: t.catalog.title, href: '/catalog' },
          { label: provider.data.name, href: `/catalog/${slug}` },
        ]}
        mark={<ProviderMark provider={provider.data} size="lg" />}
        title={t.connect.title(provider.data.name)}
        text={t.connect.text}
      />
      {canWrite ? (
        <ConnectFlow provider={provider.data} resumed={connection.data ?? null} />
      ) : (
        <p className="rounded-lg border border-dashed px-4 py-6 text-center text-muted">
          {t.connectionSettings.readOnly}
        </p>
      )}
    </div>
  );
}
