'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Form } from '#components/ui/form.tsx';
import { Checkbox } from '#components/ui/input.tsx';
import { api } from '#lib/api/browser.ts';
import { connectionChoicesQuery } from '#lib/api/queries/connections.ts';
import { t } from '#messages/en.ts';
import { useStartDoctor } from './use-start-doctor.ts';

/** Asks which connections the doctor looks at, and sends it. */
export function StartDoctor({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const formId = useId();
  const errorId = useId();
  const [scope, setScope] = useState<'all' | 'some'>('all');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isMissing, setMissing] = useState(false);
  const connections = useQuery({ ...connectionChoicesQuery(api), enabled: isOpen });
  const start = useStartDoctor();
  const choices = connections.data?.filter(({ status }) => status !== 'disconnected') ?? [];
  const close = () => {
    onClose();
    setMissing(false);
    start.reset();
  };
  const toggle = (id: string, isOn: boolean) => {
    setMissing(false);
    setChosen(isOn ? [...chosen, id] : chosen.filter((other) => other !== id));
  };
  const submit = () => {
    if (scope === 'some' && chosen.length === 0) setMissing(true);
    else start.mutate(scope === 'all' ? null : [...chosen]);
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      testId="start-doctor"
      title={t.doctor.runTitle}
      description={t.doctor.runText}
      footer={
        <>
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={start.isPending || start.isSuccess}>
            {t.doctor.start}
          </Button>
        </>
      }
    >
      <Form
        id={formId}
        className="flex flex-col gap-4 pb-1"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <fieldset className="min-w-0" aria-describedby={isMissing ? errorId : undefined}>
          <legend className="mb-1.5 font-medium text-sm">{t.doctor.which}</legend>
          <div className="flex flex-col gap-2">
            {(['all', 'some'] as const).map((value) => (
              <label key={value} className="flex items-start gap-2 text-sm">
                <input
                  type="radio"
                  name={`${formId}-scope`}
                  value={value}
                  checked={scope === value}
                  onChange={() => {
                    setScope(value);
                    setMissing(false);
                  }}
                  className="mt-0.5 size-4 shrink-0 accent-(--accent-fill)"
                />
                {value === 'all' ? t.doctor.whichAll : t.doctor.whichSome}
              </label>
            ))}
          </div>
          {scope === 'some' && (
            <fieldset className="mt-3 flex min-w-0 flex-col gap-2 rounded-lg border p-3">
              <legend className="sr-only">{t.doctor.choose}</legend>
              {choices.map(({ id, name }) => (
                <Checkbox
                  key={id}
                  checked={chosen.includes(id)}
                  onChange={(event) => toggle(id, event.target.checked)}
                  className="items-start"
                >
                  <span className="min-w-0 break-words">{name}</span>
                </Checkbox>
              ))}
            </fieldset>
          )}
          {isMissing && (
            <p id={errorId} role="alert" className="mt-1.5 flex items-start gap-1.5 text-bad text-sm">
              <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
              {t.doctor.connectionsNeeded}
            </p>
          )}
        </fieldset>
        {start.error && <ErrorState error={start.error} title={t.doctor.notStarted} />}
      </Form>
    </Dialog>
  );
}
