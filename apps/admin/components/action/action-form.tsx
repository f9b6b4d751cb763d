'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import type { Connection, ProviderDetail } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { FormProvider, type Resolver, useForm } from 'react-hook-form';
import { z } from 'zod';
import { ManifestFields } from '#components/fields/manifest-fields.tsx';
import { SafetyTag } from '#components/provider/safety-tag.tsx';
import { ConfirmDialog } from '#components/shared/confirm-dialog.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { Button } from '#components/ui/button.tsx';
import { Form } from '#components/ui/form.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { isApiError } from '#lib/api/api-error.ts';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { createFieldsSchema } from '#lib/fields/field-schema.ts';
import { type FormValues, initialValues, toPayload } from '#lib/fields/field-values.ts';
import { isAtLeast, useMe } from '#lib/me.tsx';
import { t } from '#messages/en.ts';
import { ActionOutcome } from './action-outcome.tsx';

interface ActionFormProps {
  connection: Connection;
  operation: ProviderDetail['operations'][number];
}

const leastRole = { read: 'viewer', write: 'member', destructive: 'admin' } as const;

/** The input of one operation as a form, and what came back. */
export function ActionForm({ connection, operation }: ActionFormProps) {
  const queryClient = useQueryClient();
  const canRun = isAtLeast(useMe().role, leastRole[operation.safety]);
  const [isAsking, setAsking] = useState(false);
  const schema = z.object({ input: createFieldsSchema(operation.input) });
  const form = useForm<{ input: FormValues }>({
    resolver: zodResolver(schema) as unknown as Resolver<{ input: FormValues }>,
    mode: 'onTouched',
    defaultValues: { input: initialValues(operation.input) },
  });
  const run = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/integrations/connections/{id}/actions/{operation}', {
          params: { path: { id: connection.id, operation: operation.name } },
          body: toPayload(operation.input, form.getValues('input')),
        }),
      ),
    onError: (error) => {
      for (const detail of isApiError(error) ? error.details : [])
        form.setError(`input.${detail.path.replace(/^input\./, '')}`, { type: 'server', message: detail.message });
    },
    onSettled: () => {
      setAsking(false);
      return queryClient.invalidateQueries({ queryKey: ['connections', connection.id, 'runs'] });
    },
  });
  const submit = form.handleSubmit(() => (operation.safety === 'destructive' ? setAsking(true) : run.mutate()));
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Panel
        title={<code className="break-all font-mono">{operation.name}</code>}
        description={operation.description}
        action={<SafetyTag safety={operation.safety} />}
      >
        <FormProvider {...form}>
          <Form onSubmit={submit} data-testid="action-form" className="flex flex-col gap-5">
            {operation.input.length === 0 && <p className="text-muted">{t.actions.noInput}</p>}
            <ManifestFields fields={operation.input} prefix="input" />
            {canRun ? (
              <Button
                type="submit"
                variant={operation.safety === 'destructive' ? 'danger' : 'primary'}
                isBusy={run.isPending}
                className="self-start"
              >
                {!run.isPending && <Play aria-hidden />}
                {run.isPending ? t.actions.running : t.actions.run}
              </Button>
            ) : (
              <p className="text-muted text-sm">{t.connectionSettings.readOnly}</p>
            )}
          </Form>
        </FormProvider>
      </Panel>
      {run.error && <FormError error={run.error} title={t.actions.failed} />}
      {run.data && <ActionOutcome outcome={run.data} />}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t.actions.destructiveTitle(operation.name)}
        text={t.actions.destructiveText(connection.name)}
        confirmLabel={t.actions.destructiveConfirm}
        isBusy={run.isPending}
        onConfirm={() => run.mutate()}
      />
    </div>
  );
}
