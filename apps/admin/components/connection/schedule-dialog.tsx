'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import type { SyncInfo } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { type FieldPath, FormProvider, type Resolver, useForm } from 'react-hook-form';
import { z } from 'zod';
import { ManifestFields } from '#components/fields/manifest-fields.tsx';
import { TextField } from '#components/fields/text-field.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Form } from '#components/ui/form.tsx';
import { Checkbox, Select } from '#components/ui/input.tsx';
import { toast } from '#components/ui/toast.tsx';
import { isApiError } from '#lib/api/api-error.ts';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { describeSchedule } from '#lib/describe-schedule.ts';
import { createFieldsSchema } from '#lib/fields/field-schema.ts';
import { type FormValues, initialValues } from '#lib/fields/field-values.ts';
import { toGivenValues } from '#lib/fields/given-values.ts';
import { humanize } from '#lib/format.ts';
import { t } from '#messages/en.ts';

const presets = ['*/15 * * * *', '0 * * * *', '0 */6 * * *', '30 2 * * *'];
/** In place of a schedule: what the manifest says, or five fields somebody types. */
const usual = 'usual';
const own = 'own';

interface ScheduleDialogProps {
  connectionId: string;
  info: SyncInfo;
  onClose: () => void;
}

interface VariableValues {
  variables: FormValues;
}

/** Sets when a sync of a connection runs by itself, and what it reads where it leaves that open. */
export function ScheduleDialog({ connectionId, info, onClose }: ScheduleDialogProps) {
  const queryClient = useQueryClient();
  const given = info.isScheduleOwn ? (info.schedule ?? '') : '';
  const [isEnabled, setEnabled] = useState(info.isEnabled);
  const [choice, setChoice] = useState(!info.isScheduleOwn ? usual : presets.includes(given) ? given : own);
  const [cron, setCron] = useState(given);
  const formId = useId();
  const form = useForm<VariableValues>({
    resolver: zodResolver(
      z.looseObject({ variables: createFieldsSchema(info.fields) }),
    ) as unknown as Resolver<VariableValues>,
    mode: 'onTouched',
    defaultValues: { variables: initialValues(info.fields, info.variables) },
  });
  // Read here: the form keeps track only of what is read while it is drawn.
  const { isDirty } = form.formState;
  const save = useMutation({
    mutationFn: ({ variables }: VariableValues) =>
      unwrap(
        api.PATCH('/api/v1/integrations/connections/{id}/syncs/{sync}', {
          params: { path: { id: connectionId, sync: info.name } },
          body: {
            isEnabled,
            schedule: choice === usual ? null : choice === own ? cron.trim() : choice,
            // Other variables make the next read begin anew: those nobody touched are not sent.
            ...(isDirty && { variables: toGivenValues(info.fields, variables) }),
          },
        }),
      ),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['connections', connectionId, 'syncs'] });
      toast(t.syncs.saved);
      onClose();
    },
    onError: (error) => {
      for (const { path, message } of isApiError(error) ? error.details : [])
        if (path.startsWith('variables.'))
          form.setError(path as FieldPath<VariableValues>, { type: 'server', message });
    },
  });
  // One that stays off may lack what it needs to run.
  const needsVariables = isEnabled || isDirty;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.syncs.editTitle(humanize(info.name))}
      description={t.syncs.editText}
      testId="schedule-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={save.isPending}>
            {t.syncs.save}
          </Button>
        </>
      }
    >
      <FormProvider {...form}>
        <Form
          id={formId}
          className="flex min-w-0 flex-col gap-4 pb-1"
          onSubmit={(event) => {
            event.preventDefault();
            if (needsVariables) void form.handleSubmit((values) => save.mutate(values))(event);
            else save.mutate(form.getValues());
          }}
        >
          <Checkbox checked={isEnabled} onChange={(event) => setEnabled(event.target.checked)}>
            {t.syncs.runs}
          </Checkbox>
          <Select
            aria-label={t.syncs.preset}
            value={choice}
            disabled={!isEnabled}
            onChange={(event) => setChoice(event.target.value)}
          >
            <option value={usual}>
              {info.defaultSchedule === null
                ? t.syncs.usualNone
                : t.syncs.usual(describeSchedule(info.defaultSchedule))}
            </option>
            {presets.map((preset) => (
              <option key={preset} value={preset}>
                {describeSchedule(preset)}
              </option>
            ))}
            <option value={own}>{t.syncs.own}</option>
          </Select>
          {choice === own && (
            <TextField
              label={t.syncs.cron}
              help={t.syncs.cronHelp}
              value={cron}
              disabled={!isEnabled}
              autoComplete="off"
              onChange={(event) => setCron(event.target.value)}
            />
          )}
          {info.fields.length > 0 && (
            <section aria-labelledby={`${formId}-reads`} className="flex flex-col gap-4 border-t pt-4">
              <h3 id={`${formId}-reads`} className="font-semibold">
                {t.syncs.reads}
              </h3>
              <ManifestFields fields={info.fields} prefix="variables" />
            </section>
          )}
          {save.error && <FormError error={save.error} title={t.connectionSettings.notSaved} />}
        </Form>
      </FormProvider>
    </Dialog>
  );
}
