'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ActionsTab } from '#components/action/actions-tab.tsx';
import { ConnectionActions } from '#components/connection/connection-actions.tsx';
import { ConnectionNotice } from '#components/connection/connection-notice.tsx';
import { OverviewTab } from '#components/connection/overview-tab.tsx';
import { SettingsTab } from '#components/connection/settings-tab.tsx';
import { SimulatedBadge } from '#components/connection/simulated-badge.tsx';
import { FindingList } from '#components/finding/finding-list.tsx';
import { RecordsTab } from '#components/record/records-tab.tsx';
import { ResourcesTab } from '#components/resource/resources-tab.tsx';
import { RunsTab } from '#components/run/runs-tab.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { ProviderMark } from '#components/shared/provider-mark.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx';
import { WebhooksTab } from '#components/webhook/webhooks-tab.tsx';
import { api } from '#lib/api/browser.ts';
import { connectionQuery } from '#lib/api/queries/connections.ts';
import { findingSummaryQuery } from '#lib/api/queries/findings.ts';
import { providerQuery } from '#lib/api/queries/providers.ts';
import { connectionState } from '#lib/connection-state.ts';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';

const tabs = ['overview', 'runs', 'records', 'findings', 'webhooks', 'resources', 'actions', 'settings'] as const;
/** What a tab keeps in the address: gone when another one is opened. */
const tabState = [
  ...['run', 'record', 'operation', 'finding', 'severity', 'status', 'rule', 'resource'],
  ...['webhook', 'delivery', 'search'],
];

export function ConnectionPage({ id }: { id: string }) {
  const { get, change } = useUrlState();
  const query = useQuery(connectionQuery(api, id));
  const connection = query.data;
  const provider = useQuery({
    ...providerQuery(api, connection?.providerSlug ?? ''),
    enabled: connection !== undefined,
  });
  const summary = useQuery(findingSummaryQuery(api, { connectionId: id }));
  const tab = tabs.find((name) => name === get('tab')) ?? 'overview';
  // Most connections never find anything: a tab that is always empty would only be in the way.
  const hasFindings = (summary.data?.total ?? 0) > 0 || tab === 'findings';
  const openTab = (name: string) =>
    change(
      { tab: name === 'overview' ? null : name, ...Object.fromEntries(tabState.map((key) => [key, null])) },
      'push',
    );

  useEffect(() => {
    if (connection) document.title = t.title(connection.name);
  }, [connection]);

  if (query.error && !connection) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (!connection) return <ListSkeleton />;
  const providerName = provider.data?.name ?? connection.providerSlug;
  const body = { connection, provider: provider.data };
  const offer = provider.data?.webhooks;
  const isShown = { findings: hasFindings, webhooks: Boolean(offer) } as Partial<Record<string, boolean>>;

  return (
    <>
      <PageHeader
        breadcrumb={[{ label: t.connections.title, href: '/connections' }]}
        mark={
          <ProviderMark provider={provider.data ?? { slug: connection.providerSlug, name: providerName }} size="lg" />
        }
        title={connection.name}
        aside={
          <>
            <StateBadge state={connectionState(connection)} />
            {connection.isSimulated && <SimulatedBadge />}
          </>
        }
        text={[providerName, connection.account?.label].filter(Boolean).join(' · ')}
        actions={<ConnectionActions connection={connection} onTest={() => openTab('overview')} />}
      />
      <ConnectionNotice {...body} onUpdate={() => openTab('settings')} />
      <Tabs value={tab} onValueChange={openTab}>
        <TabsList aria-label={t.connection.tabsLabel}>
          {tabs
            .filter((name) => isShown[name] ?? true)
            .map((name) => (
              <TabsTrigger key={name} value={name}>
                {t.connection.tabs[name]}
              </TabsTrigger>
            ))}
        </TabsList>
        <TabsContent value="overview">
          <OverviewTab {...body} onAllRuns={() => openTab('runs')} />
        </TabsContent>
        <TabsContent value="runs">
          <RunsTab connectionId={id} />
        </TabsContent>
        <TabsContent value="records">
          <RecordsTab {...body} />
        </TabsContent>
        <TabsContent value="findings">
          <FindingList connectionId={id} />
        </TabsContent>
        <TabsContent value="webhooks">
          {provider.data && offer && <WebhooksTab connection={connection} provider={provider.data} offer={offer} />}
        </TabsContent>
        <TabsContent value="resources">
          <ResourcesTab {...body} />
        </TabsContent>
        <TabsContent value="actions">
          <ActionsTab {...body} />
        </TabsContent>
        <TabsContent value="settings">
          <SettingsTab {...body} />
        </TabsContent>
      </Tabs>
    </>
  );
}
