'use client';
import type { Connection, ProviderDetail } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { FormProvider, type UseFormReturn, useWatch } from 'react-hook-form';
import { OAuthAppForm } from '#components/oauth/oauth-app-form.tsx';
import { OAuthAppGuide, OAuthWarning } from '#components/oauth/oauth-app-guide.tsx';
import { useSignIn } from '#components/oauth/use-sign-in.ts';
import { FormError } from '#components/shared/form-error.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Form } from '#components/ui/form.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import { api } from '#lib/api/browser.ts';
import { oauthAppSetupQuery } from '#lib/api/queries/oauth.ts';
import type { AuthMethod } from '#lib/auth-methods.ts';
import { keepDraft } from '#lib/connect-draft.ts';
import { type ConnectionFormValues, connectionPayload } from '#lib/connection-form.ts';
import { t } from '#messages/en.ts';
import { ConnectFields } from './connect-fields.tsx';
import { Step } from './step.tsx';
import type { useConnectionForm } from './use-connection-form.ts';

interface SignInStepsProps extends Omit<ReturnType<typeof useConnectionForm>, 'form'> {
  form: UseFormReturn<ConnectionFormValues>;
  provider: ProviderDetail;
  method: AuthMethod;
  /** Signs in for this connection instead of making one. */
  connection: Connection | null;
  /** The number of the first step. */
  first: number;
}

/** Settings, the OAuth app when there is none yet, then off to the provider. */
export function SignInSteps({ form, showErrors, onPaste, provider, method, connection, first }: SignInStepsProps) {
  const formId = useId();
  const settings = useWatch({ control: form.control, name: 'settings' });
  const setup = useQuery(oauthAppSetupQuery(api, provider.slug, method.id));
  const { signIn, reset, isBusy, error } = useSignIn();
  // An app of the installation serves the provider's own server only: that shows when the sign-in begins.
  const isRefused = error !== null && toApiError(error).code === 'oauth_app_missing';
  const isMissing = setup.data !== undefined && (setup.data.source === null || isRefused);
  const [wasMissing, setWasMissing] = useState(isMissing);
  if (isMissing && !wasMissing) setWasMissing(true);

  // Another server may have an app, and what was wrong may be right now.
  const typed = JSON.stringify(settings);
  useEffect(() => reset(), [typed, reset]);

  const submit = form.handleSubmit((values) => {
    if (isMissing) return;
    keepDraft(provider, values);
    const { general } = connectionPayload(provider, values);
    const target = connection ? { connectionId: connection.id } : { providerSlug: provider.slug };
    signIn({ ...general, ...target, authMethod: method.id }, { onError: showErrors });
  });

  return (
    <>
      <Step number={first} title={t.connect.steps.fieldsOnly} status="current" testId="step-fields">
        <FormProvider {...form}>
          <Form id={formId} onSubmit={submit} data-testid="connect-form">
            <ConnectFields provider={provider} method={method} connection={connection} onPaste={onPaste} />
          </Form>
        </FormProvider>
      </Step>
      {setup.data && wasMissing && (
        <Step
          number={first + 1}
          title={t.oauth.appStep}
          status={isMissing ? 'current' : 'done'}
          testId="step-oauth-app"
        >
          {isMissing ? (
            <div className="flex min-w-0 flex-col gap-5">
              <p className="text-pretty text-muted">{t.oauth.appMissing(provider.name)}</p>
              <OAuthAppGuide setup={setup.data} settings={settings} linkHint={t.oauth.createAppNeedsSettings} />
              <OAuthAppForm setup={setup.data} onSaved={reset} />
            </div>
          ) : (
            <p className="text-muted">{setup.data.source && t.oauth.sources[setup.data.source]}</p>
          )}
        </Step>
      )}
      <Step
        number={first + (wasMissing ? 2 : 1)}
        title={t.oauth.step(provider.name)}
        status="current"
        testId="step-sign-in"
      >
        {setup.isPending && <Skeleton className="h-16" />}
        {setup.error && <ErrorState error={setup.error} onRetry={() => setup.refetch()} />}
        {setup.data && (
          <div className="flex min-w-0 flex-col items-start gap-4">
            {setup.data.warning && <OAuthWarning text={setup.data.warning} />}
            <p className="text-muted">{isMissing ? t.oauth.saveAppFirst : t.oauth.stepText(provider.name)}</p>
            {error && !isRefused && <FormError error={error} title={t.oauth.notStarted} className="self-stretch" />}
            <Button type="submit" form={formId} variant="primary" size="lg" isBusy={isBusy} disabled={isMissing}>
              {!isBusy && <LogIn aria-hidden />}
              {t.oauth.continue(provider.name)}
            </Button>
          </div>
        )}
      </Step>
    </>
  );
}
