'use client';
import type { Connection, components, ProviderDetail } from '@patchbay/client';
import { Plug } from 'lucide-react';
import { type FieldPath, useFormContext } from 'react-hook-form';
import { FormError } from '#components/shared/form-error.tsx';
import { Button } from '#components/ui/button.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import type { AuthMethod } from '#lib/auth-methods.ts';
import { keepDraft } from '#lib/connect-draft.ts';
import { type ConnectionFormValues, connectionPayload } from '#lib/connection-form.ts';
import { t } from '#messages/en.ts';
import { useLeave } from './use-leave.ts';

interface InstallAppProps {
  provider: ProviderDetail;
  method: AuthMethod;
  /** Its installation is replaced instead of making a connection. */
  connection: Connection | null;
  showErrors: (error: unknown) => void;
  isDisabled?: boolean;
}

/** Installs the app at the provider with what stands in the form around it, and comes back with the installation. */
export function InstallApp({ provider, method, connection, showErrors, isDisabled }: InstallAppProps) {
  const form = useFormContext<ConnectionFormValues>();
  const { leave, isBusy, error } = useLeave((body: components['schemas']['InstallApp']) =>
    unwrap(api.POST('/api/v1/integrations/oauth/install', { body })),
  );

  async function install(): Promise<void> {
    // What the installation brings is the one field that may be empty.
    const credentials = method.fields.filter(({ name }) => name !== method.install?.field);
    const paths = [
      ...['name', 'timeoutSeconds'],
      ...provider.settings.map(({ name }) => `settings.${name}`),
      ...credentials.map(({ name }) => `credentials.${method.id}.${name}`),
    ] as FieldPath<ConnectionFormValues>[];
    form.clearErrors();
    if (!(await form.trigger(paths, { shouldFocus: true }))) return;
    const values = form.getValues();
    const payload = connectionPayload(provider, values);
    if (!connection) keepDraft(provider, values);
    const target = connection ? { connectionId: connection.id } : { providerSlug: provider.slug };
    const body = { ...payload.general, ...target, authMethod: method.id, credentials: payload.credentials };
    leave(body, { onError: showErrors });
  }

  return (
    <div data-testid="install-app" className="flex min-w-0 flex-col items-start gap-3">
      <p className="text-muted">{t.oauth.install.text(provider.name)}</p>
      {error && <FormError error={error} title={t.oauth.install.notStarted} className="self-stretch" />}
      <Button isBusy={isBusy} disabled={isDisabled} onClick={() => void install()}>
        {!isBusy && <Plug aria-hidden />}
        {connection ? t.oauth.install.again : t.oauth.install.begin}
      </Button>
    </div>
  );
}
