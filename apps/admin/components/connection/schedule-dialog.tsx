'use client';
import type { SyncInfo } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { TextField } from '#components/fields/text-field.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Checkbox, Select } from '#components/ui/input.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { describeSchedule } from '#lib/describe-schedule.ts';
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

/** Sets when a sync of a connection runs by itself. */
export function ScheduleDialog({ connectionId, info, onClose }: ScheduleDialogProps) {
  const queryClient = useQueryClient();
  const given = info.isScheduleOwn ? (info.schedule ?? '') : '';
  const [isEnabled, setEnabled] = useState(info.isEnabled);
  const [choice, setChoice] = useState(!info.isScheduleOwn ? usual : presets.includes(given) ? given : own);
  const [cron, setCron] = useState(given);
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PATCH('/api/v1/integrations/connections/{id}/syncs/{sync}', {
          params: { path: { id: connectionId, sync: info.name } },
          body: { isEnabled, schedule: choice === usual ? null : choice === own ? cron.trim() : choice },
        }),
      ),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['connections', connectionId, 'syncs'] });
      toast(t.syncs.saved);
      onClose();
    },
  });
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
          <Button variant="primary" isBusy={save.isPending} onClick={() => save.mutate()}>
            {t.syncs.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 pb-1">
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
            {info.defaultSchedule === null ? t.syncs.usualNone : t.syncs.usual(describeSchedule(info.defaultSchedule))}
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
        {save.error && <FormError error={save.error} title={t.connectionSettings.notSaved} />}
      </div>
    </Dialog>
  );
}
