'use client';
import type { Connection, ProviderDetail } from '@patchbay/client';
import { ChevronRight } from 'lucide-react';
import type { ClipboardEvent } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { ManifestFields } from '#components/fields/manifest-fields.tsx';
import { TextField } from '#components/fields/text-field.tsx';
import { SetupSteps } from '#components/provider/setup-steps.tsx';
import { ExternalLink } from '#components/shared/external-link.tsx';
import { type AuthMethod, signsInAtProvider } from '#lib/auth-methods.ts';
import type { ConnectionFormValues } from '#lib/connection-form.ts';
import { fillAddress } from '#lib/fill-address.ts';
import { useStoredSecrets } from '#lib/use-stored-secrets.ts';
import { t } from '#messages/en.ts';
import { AdvancedFields } from './advanced-fields.tsx';
import { SimulatedValues } from './simulated-values.tsx';

interface ConnectFieldsProps {
  provider: ProviderDetail;
  method: AuthMethod | undefined;
  connection: Connection | null;
  onPaste: (event: ClipboardEvent) => void;
}

export function ConnectFields({ provider, method, connection, onPaste }: ConnectFieldsProps) {
  const form = useFormContext<ConnectionFormValues>();
  const stored = useStoredSecrets(connection?.authMethod === method?.id ? connection : null);
  const settings = useWatch({ control: form.control, name: 'settings' });
  const createUrl = method?.createUrlTemplate ? fillAddress(method.createUrlTemplate, settings) : null;
  const guide = method && method.setup.length > 0 ? method.setup : provider.setupGuide;
  return (
    <div className="flex min-w-0 flex-col gap-5">
      {method && <SimulatedValues provider={provider} method={method.id} />}
      <TextField
        label={t.connect.name}
        help={t.connect.nameHelp}
        autoComplete="off"
        error={form.formState.errors.name?.message}
        {...form.register('name')}
      />
      <ManifestFields fields={provider.settings} prefix="settings" onPaste={onPaste} />
      {method && (
        <ManifestFields
          key={method.id}
          fields={method.fields}
          prefix={`credentials.${method.id}`}
          stored={stored}
          onPaste={onPaste}
        />
      )}
      {method && (guide.length > 0 || createUrl) && method.fields.length > 0 && (
        <details className="group rounded-lg border bg-surface px-4 py-3">
          <summary className="flex list-none items-center gap-1.5 rounded-sm font-medium text-sm">
            <ChevronRight aria-hidden className="size-4 text-muted transition-transform group-open:rotate-90" />
            {t.connect.howTo}
          </summary>
          <div className="mt-3 flex flex-col gap-3 pl-5.5">
            <SetupSteps steps={guide} />
            {createUrl && (
              <ExternalLink href={createUrl} className="text-sm">
                {t.connect.createAt}
              </ExternalLink>
            )}
          </div>
        </details>
      )}
      {provider.settings.length === 0 && method?.fields.length === 0 && !signsInAtProvider(method) && (
        <p className="text-muted">{t.connect.noFields}</p>
      )}
      <AdvancedFields isOpen={connection?.verifyTls === false} />
    </div>
  );
}
