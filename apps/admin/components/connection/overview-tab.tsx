'use client';
import type { Connection, ProviderDetail } from '@patchbay/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { RunTable } from '#components/run/run-table.tsx';
import { CopyId } from '#components/shared/copy.tsx';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateIcon } from '#components/shared/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { api } from '#lib/api/browser.ts';
import { runsQuery } from '#lib/api/queries/runs.ts';
import { findAuthMethod } from '#lib/auth-methods.ts';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';
import { SyncsPanel } from './syncs-panel.tsx';
import { TestPanel } from './test-panel.tsx';

const shownRuns = 5;

interface OverviewTabProps {
  connection: Connection;
  provider: ProviderDetail | undefined;
  onAllRuns: () => void;
}

export function OverviewTab({ connection, provider, onAllRuns }: OverviewTabProps) {
  const { change } = useUrlState();
  const runs = useInfiniteQuery(runsQuery(api, connection.id));
  const latest = runs.data?.pages[0]?.data.slice(0, shownRuns) ?? [];
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_320px]">
      <div className="flex min-w-0 flex-col gap-4">
        <TestPanel connection={connection} />
        {provider && (
          <SyncsPanel connection={connection} syncs={provider.syncs} runs={runs.data?.pages[0]?.data ?? []} />
        )}
        {latest.length > 0 && (
          <section>
            <div className="mt-2 mb-3 flex items-center justify-between">
              <h2 className="font-semibold">{t.connection.recentRuns}</h2>
              <Button variant="link" onClick={onAllRuns}>
                {t.connection.allRuns}
              </Button>
            </div>
            <RunTable
              runs={latest}
              canSort={false}
              isCompact
              onOpen={(run) => change({ tab: 'runs', run: run.id }, 'push')}
            />
          </section>
        )}
      </div>
      <ConnectionFacts connection={connection} provider={provider} />
    </div>
  );
}

function ConnectionFacts({ connection, provider }: { connection: Connection; provider: ProviderDetail | undefined }) {
  const { health, lastSync } = connection;
  return (
    <Panel title={t.connection.aboutTitle}>
      <DescriptionList
        items={[
          [
            t.connection.health,
            <span key="health" className="flex flex-wrap items-center gap-x-1.5">
              <StateIcon state={health.status} />
              {t.states[health.status]}
              {health.failures > 0 && <span className="text-muted">{t.connection.failures(health.failures)}</span>}
            </span>,
          ],
          [t.connection.healthMessage, health.message],
          [t.connection.lastChecked, health.checkedAt && <RelativeTime at={health.checkedAt} />],
          [t.connection.nextCheck, health.nextCheckAt && <RelativeTime at={health.nextCheckAt} />],
          [t.connection.lastSeen, health.lastSeenAt && <RelativeTime at={health.lastSeenAt} />],
          [t.connection.account, connection.account?.label],
          [
            t.connection.provider,
            <Link
              key="provider"
              href={`/catalog/${connection.providerSlug}`}
              className="rounded-sm text-accent underline-offset-4 hover:underline"
            >
              {provider?.name ?? connection.providerSlug}
            </Link>,
          ],
          [
            t.connection.method,
            (provider && findAuthMethod(provider, connection.authMethod)?.label) ?? connection.authMethod,
          ],
          [
            t.connection.lastSync,
            lastSync ? (
              <span key="sync" className="flex flex-wrap items-center gap-x-1.5">
                <StateIcon state={lastSync.status} />
                {t.states[lastSync.status]} <RelativeTime at={lastSync.at} className="text-muted" />
              </span>
            ) : (
              t.connection.neverSynced
            ),
          ],
          [t.connection.created, <RelativeTime key="created" at={connection.createdAt} />],
          [t.connection.id, <CopyId key="id" id={connection.id} />],
        ]}
      />
    </Panel>
  );
}
