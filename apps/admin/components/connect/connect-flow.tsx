'use client';
import type { Connection, ProviderDetail } from '@patchbay/client';
import { useEffect, useRef } from 'react';
import { FormProvider, useWatch } from 'react-hook-form';
import { InstallApp } from '#components/oauth/install-app.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Form } from '#components/ui/form.tsx';
import { authMethodsOf, findAuthMethod, signsInAtProvider } from '#lib/auth-methods.ts';
import { takeDraft } from '#lib/connect-draft.ts';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';
import { ConnectFields } from './connect-fields.tsx';
import { ConnectedSummary } from './connected-summary.tsx';
import { FoundSteps } from './found-steps.tsx';
import { FoundSummary } from './found-summary.tsx';
import { MethodPicker } from './method-picker.tsx';
import { SignInSteps } from './sign-in-steps.tsx';
import { Step } from './step.tsx';
import { TestFailure } from './test-failure.tsx';
import { TestSteps } from './test-steps.tsx';
import { useConnect } from './use-connect.ts';
import { useConnectionForm } from './use-connection-form.ts';

interface ConnectFlowProps {
  provider: ProviderDetail;
  /** A connection whose connecting was not finished. */
  resumed: Connection | null;
}

/** One screen that grows: method, fields, test, what was found, first sync. A failure stays on its step. */
export function ConnectFlow({ provider, resumed }: ConnectFlowProps) {
  const { change } = useUrlState();
  const flow = useConnect(provider, resumed);
  const { form, showErrors, onPaste } = useConnectionForm(provider, flow.connection);
  const authMethod = useWatch({ control: form.control, name: 'authMethod' });
  const method = findAuthMethod(provider, authMethod);
  const testRef = useRef<HTMLDivElement>(null);
  const isBusy = flow.saving.isPending || flow.testing.isPending;
  const isConnected = flow.result?.ok === true;
  const hasTest = flow.testing.isPending || flow.result !== null || flow.testing.error !== null;
  const hasChoice = provider.authMethods.length > 1;
  const first = hasChoice && !isConnected ? 1 : 0;

  useEffect(() => {
    if (hasTest) testRef.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  }, [hasTest]);

  // Back from a provider without a connection: what was typed is there again.
  useEffect(() => {
    const draft = takeDraft(provider.slug);
    if (!draft || resumed) return;
    const values = form.getValues();
    form.reset({ ...values, ...draft, settings: { ...values.settings, ...draft.settings } });
  }, [form, provider.slug, resumed]);

  const submit = form.handleSubmit(async (values) => {
    const saved = await flow.connect(values).catch(showErrors);
    // A reload finds the connection again instead of making a second one.
    if (saved) change({ connection: saved.id });
  });

  return (
    <ol className="flex flex-col">
      {hasChoice && !isConnected && (
        <Step number={1} title={t.connect.steps.method} status="current" testId="step-method">
          <MethodPicker
            methods={authMethodsOf(provider)}
            value={authMethod}
            onChange={(id) => form.setValue('authMethod', id)}
            isDisabled={isBusy}
          />
        </Step>
      )}
      {method && signsInAtProvider(method) ? (
        <SignInSteps
          key={method.id}
          {...{ form, showErrors, onPaste, provider, method }}
          connection={flow.connection}
          first={first + 1}
        />
      ) : (
        <>
          <Step
            number={first + 1}
            title={method && method.fields.length > 0 ? t.connect.steps.fields : t.connect.steps.fieldsOnly}
            status={isConnected ? 'done' : 'current'}
            testId="step-fields"
          >
            {isConnected && flow.connection ? (
              <ConnectedSummary connection={flow.connection} provider={provider} />
            ) : (
              <FormProvider {...form}>
                <Form onSubmit={submit} data-testid="connect-form">
                  <ConnectFields provider={provider} method={method} connection={flow.connection} onPaste={onPaste} />
                  {flow.saving.error && (
                    <FormError error={flow.saving.error} title={t.connect.saveFailed} className="mt-5" />
                  )}
                  <Button type="submit" variant="primary" size="lg" isBusy={isBusy} className="mt-6">
                    {submitLabel(flow)}
                  </Button>
                  {method?.install && (
                    <div className="mt-6 border-t pt-5">
                      <InstallApp
                        {...{ provider, method, showErrors }}
                        connection={flow.connection}
                        isDisabled={isBusy}
                      />
                    </div>
                  )}
                </Form>
              </FormProvider>
            )}
          </Step>
          {hasTest && (
            <Step
              number={first + 2}
              title={t.connect.steps.test}
              status={isConnected ? 'done' : flow.testing.isPending ? 'current' : 'failed'}
              testId="step-test"
            >
              <div ref={testRef} className="flex scroll-mb-24 flex-col gap-4">
                <div className="rounded-lg border bg-surface p-4">
                  <TestSteps result={flow.result} isRunning={flow.testing.isPending} />
                </div>
                {flow.result?.error && <TestFailure error={flow.result.error} />}
                {flow.testing.error && <ErrorState error={flow.testing.error} title={t.connect.savedNotTested} />}
                {!isConnected && !flow.testing.isPending && <p className="text-muted">{t.connect.failedHint}</p>}
              </div>
            </Step>
          )}
          {isConnected && flow.result && flow.connection && (
            <FoundSteps connection={flow.connection} provider={provider} first={first + 3}>
              <FoundSummary result={flow.result} />
            </FoundSteps>
          )}
        </>
      )}
    </ol>
  );
}

function submitLabel({ saving, testing, connection }: ReturnType<typeof useConnect>): string {
  if (saving.isPending) return t.connect.saving;
  if (testing.isPending) return t.connect.testing;
  return connection ? t.connect.submitAgain : t.connect.submit;
}
