'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import type { Connection, ProviderDetail } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FieldPath, FormProvider, type Resolver, useForm } from 'react-hook-form';
import { z } from 'zod';
import { AdvancedFields } from '#components/connect/advanced-fields.tsx';
import { ManifestFields } from '#components/fields/manifest-fields.tsx';
import { TextField } from '#components/fields/text-field.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { Button } from '#components/ui/button.tsx';
import { Form } from '#components/ui/form.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { toast } from '#components/ui/toast.tsx';
import { isApiError } from '#lib/api/api-error.ts';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import {
  type ConnectionFormValues,
  connectionFormValues,
  connectionNameSchema,
  connectionPayload,
  formPath,
  timeoutSchema,
} from '#lib/connection-form.ts';
import { createFieldsSchema } from '#lib/fields/field-schema.ts';
import { t } from '#messages/en.ts';

interface GeneralPanelProps {
  connection: Connection;
  provider: ProviderDetail;
  canWrite: boolean;
}

/** Name, settings and how the provider is reached. */
export function GeneralPanel({ connection, provider, canWrite }: GeneralPanelProps) {
  const queryClient = useQueryClient();
  const schema = z.looseObject({
    name: connectionNameSchema,
    settings: createFieldsSchema(provider.settings),
    timeoutSeconds: timeoutSchema,
  });
  const form = useForm<ConnectionFormValues>({
    resolver: zodResolver(schema) as unknown as Resolver<ConnectionFormValues>,
    mode: 'onTouched',
    values: connectionFormValues(provider, connection),
    resetOptions: { keepDirtyValues: true },
  });
  const save = useMutation({
    mutationFn: (values: ConnectionFormValues) =>
      unwrap(
        api.PATCH('/api/v1/integrations/connections/{id}', {
          params: { path: { id: connection.id } },
          body: connectionPayload(provider, values).general,
        }),
      ),
    onSuccess: (updated) => {
      queryClient.setQueryData(['connections', connection.id], updated);
      void queryClient.invalidateQueries({ queryKey: ['connections', 'list'] });
      form.reset(connectionFormValues(provider, updated));
      toast(t.connectionSettings.saved);
    },
    onError: (error) => {
      for (const detail of isApiError(error) ? error.details : [])
        form.setError(formPath(detail.path, connection.authMethod) as FieldPath<ConnectionFormValues>, {
          type: 'server',
          message: detail.message,
        });
    },
  });
  return (
    <Panel title={t.connectionSettings.general} description={t.connectionSettings.generalText}>
      <FormProvider {...form}>
        <Form data-testid="general-form" onSubmit={form.handleSubmit((values) => save.mutate(values))}>
          <fieldset disabled={!canWrite} className="flex min-w-0 flex-col gap-5">
            <TextField
              label={t.connect.name}
              autoComplete="off"
              error={form.formState.errors.name?.message}
              {...form.register('name')}
            />
            <ManifestFields fields={provider.settings} prefix="settings" />
            <AdvancedFields isOpen={!connection.verifyTls} />
            {save.error && <FormError error={save.error} title={t.connectionSettings.notSaved} />}
            {canWrite && (
              <Button
                type="submit"
                variant="primary"
                isBusy={save.isPending}
                disabled={!form.formState.isDirty}
                className="self-start"
              >
                {t.common.save}
              </Button>
            )}
          </fieldset>
        </Form>
      </FormProvider>
    </Panel>
  );
}
