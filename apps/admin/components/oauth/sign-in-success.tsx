'use client';
import type { Connection, OAuthAttempt, ProviderDetail } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import { type ComponentProps, useEffect } from 'react';
import { ConnectedSummary } from '#components/connect/connected-summary.tsx';
import { FoundSteps } from '#components/connect/found-steps.tsx';
import { FoundSummary } from '#components/connect/found-summary.tsx';
import { Step } from '#components/connect/step.tsx';
import { TestFailure } from '#components/connect/test-failure.tsx';
import { TestSteps } from '#components/connect/test-steps.tsx';
import { useConnectionMutations } from '#components/connection/use-connection-mutations.ts';
import { PageHeader } from '#components/shared/page-header.tsx';
import { StateIcon } from '#components/shared/state-badge.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import { api } from '#lib/api/browser.ts';
import { connectionQuery } from '#lib/api/queries/connections.ts';
import { takeDraft } from '#lib/connect-draft.ts';
import { t } from '#messages/en.ts';

interface SignInSuccessProps {
  attempt: OAuthAttempt;
  provider: ProviderDetail | undefined;
  name: string;
  header: Omit<ComponentProps<typeof PageHeader>, 'title'>;
}

/** The connection a sign-in made or renewed, with its test and the next steps, as at the end of any connecting. */
export function SignInSuccess({ attempt, provider, name, header }: SignInSuccessProps) {
  const query = useQuery({
    ...connectionQuery(api, attempt.connectionId ?? ''),
    enabled: attempt.connectionId !== null,
  });
  const connection = query.data;
  const isWorking = connection?.lastTest?.status === 'success';
  const isGone =
    attempt.connectionId === null || (query.error !== null && toApiError(query.error).code === 'not_found');

  // It arrived: what was typed on the way is not offered again.
  useEffect(() => void takeDraft(attempt.providerSlug), [attempt.providerSlug]);

  return (
    <>
      <PageHeader {...header} title={isWorking ? t.oauth.attempt.success(name) : t.oauth.attempt.untested(name)} />
      {isGone && <p className="text-muted">{t.oauth.attempt.gone}</p>}
      {query.error && !isGone && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {!isGone && !query.error && (!connection || !provider) && <ListSkeleton />}
      {connection && provider && <Steps attempt={attempt} connection={connection} provider={provider} />}
    </>
  );
}

interface StepsProps {
  attempt: OAuthAttempt;
  connection: Connection;
  provider: ProviderDetail;
}

function Steps({ attempt, connection, provider }: StepsProps) {
  const { test } = useConnectionMutations(connection);
  const { lastTest, account, credential } = connection;
  const isWorking = lastTest?.status === 'success';
  // The test of the sign-in is shown for as long as it tells how the connection stands.
  const first = attempt.test?.ok === isWorking ? attempt.test : null;
  const result = test.isPending ? null : (test.data ?? first);
  const found = { account, missingScopes: [], rateLimit: null, latencyMs: null, ...(result?.ok && result) };
  // Few providers tell them with a test, but most did when the access was given.
  const scopes = result?.scopes ?? credential?.grantedScopes ?? null;
  return (
    <ol className="flex flex-col">
      <Step number={1} title={t.oauth.attempt.signedIn} status="done" testId="step-signed-in">
        <ConnectedSummary connection={connection} provider={provider} />
      </Step>
      <Step number={2} title={t.connect.steps.test} status={isWorking ? 'done' : 'failed'} testId="step-test">
        <div className="flex flex-col gap-4">
          <div className="rounded-lg border bg-surface p-4">
            {test.isPending || result ? (
              <TestSteps result={result} isRunning={test.isPending} isOld={!test.data} />
            ) : (
              <p className="flex items-start gap-3">
                <StateIcon state={lastTest?.status ?? 'unknown'} className="mt-0.5" />
                <span className="min-w-0 break-words">{lastTest?.message ?? t.connection.neverTested}</span>
              </p>
            )}
          </div>
          {result?.error && <TestFailure error={result.error} />}
          {test.error && <ErrorState error={test.error} />}
          {!isWorking && (
            <Button variant="primary" isBusy={test.isPending} onClick={() => test.mutate()} className="self-start">
              {!test.isPending && <Activity aria-hidden />}
              {t.connect.submitAgain}
            </Button>
          )}
        </div>
      </Step>
      {isWorking && (
        <FoundSteps connection={connection} provider={provider} first={3}>
          <FoundSummary result={{ ...found, scopes }} />
        </FoundSteps>
      )}
    </ol>
  );
}
