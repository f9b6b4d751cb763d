'use client';
import type { Connection, ProviderDetail } from '@patchbay/client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { FormProvider, useWatch } from 'react-hook-form';
import { MethodPicker } from '#components/connect/method-picker.tsx';
import { TestFailure } from '#components/connect/test-failure.tsx';
import { TestSteps } from '#components/connect/test-steps.tsx';
import { useConnectionForm } from '#components/connect/use-connection-form.ts';
import { ManifestFields } from '#components/fields/manifest-fields.tsx';
import { InstallApp } from '#components/oauth/install-app.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Form } from '#components/ui/form.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { credentialVersionsQuery } from '#lib/api/queries/connections.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { authMethodsOf, findAuthMethod, signsInAtProvider } from '#lib/auth-methods.ts';
import { type ConnectionFormValues, connectionPayload } from '#lib/connection-form.ts';
import { useCanUse } from '#lib/me.tsx';
import { useStoredSecrets } from '#lib/use-stored-secrets.ts';
import { t } from '#messages/en.ts';
import { Access } from './access.tsx';
import { CredentialVersions } from './credential-versions.tsx';
import { useConnectionMutations } from './use-connection-mutations.ts';

interface CredentialsPanelProps {
  connection: Connection;
  provider: ProviderDetail;
  canWrite: boolean;
}

/** Write-only secrets: what is set, a form for new values, and the versions there were. New ones are tested at once. */
export function CredentialsPanel({ connection, provider, canWrite }: CredentialsPanelProps) {
  const { form, showErrors, onPaste } = useConnectionForm(provider, connection);
  const { test, refresh } = useConnectionMutations(connection);
  const authMethod = useWatch({ control: form.control, name: 'authMethod' });
  const method = findAuthMethod(provider, authMethod);
  const isSignIn = method !== undefined && signsInAtProvider(method);
  const isSameMethod = authMethod === connection.authMethod;
  const stored = useStoredSecrets(isSameMethod ? connection : null);
  const canSee = useCanUse();
  const versions = useQuery({ ...credentialVersionsQuery(api, connection.id), enabled: canSee });
  const rotate = useMutation({
    mutationFn: (values: ConnectionFormValues) =>
      unwrap(
        api.PUT('/api/v1/integrations/connections/{id}/credentials', {
          params: { path: { id: connection.id } },
          body: { authMethod, credentials: connectionPayload(provider, values).credentials },
        }),
      ),
    onSuccess: () => {
      for (const field of method?.fields ?? []) form.resetField(`credentials.${authMethod}.${field.name}`);
      toast(t.connectionSettings.rotated);
      void refresh();
      test.mutate();
    },
    onError: showErrors,
  });
  const submit = form.handleSubmit((values) => {
    const isEmpty = Object.keys(connectionPayload(provider, values).credentials).length === 0;
    const first = method?.fields[0];
    if (isSameMethod && isEmpty && first)
      form.setError(`credentials.${authMethod}.${first.name}`, { message: t.connectionSettings.rotateNothing });
    else rotate.mutate(values);
  });
  return (
    <Panel
      testId="credentials"
      title={t.connectionSettings.credentials}
      description={t.connectionSettings.credentialsText}
    >
      <FormProvider {...form}>
        <Form onSubmit={submit} data-testid="credentials-form">
          <fieldset disabled={!canWrite} className="flex min-w-0 flex-col gap-5">
            {provider.authMethods.length > 1 && (
              <MethodPicker
                methods={authMethodsOf(provider)}
                value={authMethod}
                onChange={(id) => form.setValue('authMethod', id)}
              />
            )}
            {isSignIn && <Access connection={connection} authMethod={method.id} canWrite={canWrite} />}
            {method?.fields.length === 0 && !isSignIn && (
              <p className="text-muted">{t.connectionSettings.credentialsNone}</p>
            )}
            <ManifestFields
              key={authMethod}
              fields={method?.fields ?? []}
              prefix={`credentials.${authMethod}`}
              stored={stored}
              onPaste={onPaste}
            />
            {rotate.error !== null && <FormError error={rotate.error} title={t.connectionSettings.notSaved} />}
            {canWrite && !isSignIn && (method?.fields.length !== 0 || !isSameMethod) && (
              <Button type="submit" variant="primary" isBusy={rotate.isPending} className="self-start">
                {t.connectionSettings.rotate}
              </Button>
            )}
            {canWrite && method?.install && <InstallApp {...{ provider, method, connection, showErrors }} />}
          </fieldset>
        </Form>
      </FormProvider>
      {(test.isPending || test.data) && (
        <div className="mt-5 flex flex-col gap-4 border-t pt-4">
          <TestSteps result={test.data ?? null} isRunning={test.isPending} />
          {test.data?.error && <TestFailure error={test.data.error} />}
        </div>
      )}
      {test.error && <ErrorState error={test.error} className="mt-4" />}
      {versions.data && versions.data.length > 0 && <CredentialVersions versions={versions.data} />}
    </Panel>
  );
}
