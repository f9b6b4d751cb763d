'use client';
import type { Connection } from '@patchbay/client';
import { useIsMutating, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FoundSummary } from '#components/connect/found-summary.tsx';
import { TestFailure } from '#components/connect/test-failure.tsx';
import { TestSteps } from '#components/connect/test-steps.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge, StateIcon } from '#components/shared/state-badge.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { type HeldTestResult, testResultKey } from '#lib/api/test-result.ts';
import { t } from '#messages/en.ts';
import { testMutationKey } from './use-connection-mutations.ts';

/** The verdict of the last test; the steps and findings of one made on this page. */
export function TestPanel({ connection }: { connection: Connection }) {
  const isTesting = useIsMutating({ mutationKey: testMutationKey(connection.id) }) > 0;
  const held = useQuery<HeldTestResult | null>({
    queryKey: testResultKey(connection.id),
    queryFn: () => null,
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
  }).data;
  // Only a test made here ticks; one made on the page before is shown as it ended.
  const [isFresh, setFresh] = useState(isTesting);
  if (isTesting && !isFresh) setFresh(true);
  const { lastTest } = connection;
  return (
    <Panel
      testId="test-panel"
      title={t.connection.testTitle}
      description={t.connection.testText}
      action={!isTesting && lastTest && <StateBadge state={lastTest.status} />}
    >
      {isTesting || held ? (
        <div className="flex flex-col gap-4">
          <TestSteps result={held?.result ?? null} isRunning={isTesting} isOld={!isFresh} />
          {held?.result.error && <TestFailure error={held.result.error} />}
          {held?.result.ok && (
            <div className="border-t pt-4">
              <FoundSummary result={held.result} />
            </div>
          )}
        </div>
      ) : lastTest ? (
        <div className="flex items-start gap-3">
          <StateIcon state={lastTest.status} className="mt-0.5" />
          <p className="min-w-0 break-words">
            {lastTest.message} <RelativeTime at={lastTest.at} className="whitespace-nowrap text-muted text-sm" />
          </p>
        </div>
      ) : (
        <p className="text-muted">{t.connection.neverTested}</p>
      )}
    </Panel>
  );
}
