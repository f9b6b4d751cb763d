'use client';
import { ChevronRight, ShieldAlert } from 'lucide-react';
import { useId } from 'react';
import { useController } from 'react-hook-form';
import { FieldFrame } from '#components/ui/field-frame.tsx';
import { Input } from '#components/ui/input.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { ConnectionFormValues } from '#lib/connection-form.ts';
import { t } from '#messages/en.ts';

/** How the provider is reached: certificate check and time limit. Lives inside a connection's form. */
export function AdvancedFields({ isOpen = false }: { isOpen?: boolean }) {
  const verifyTls = useController<ConnectionFormValues, 'verifyTls'>({ name: 'verifyTls' });
  const timeout = useController<ConnectionFormValues, 'timeoutSeconds'>({ name: 'timeoutSeconds' });
  const tlsId = useId();
  const timeoutId = useId();
  const error = timeout.fieldState.error?.message;
  return (
    <details className="group" open={isOpen || Boolean(error)}>
      <summary className="flex w-fit list-none items-center gap-1.5 rounded-sm font-medium text-muted text-sm hover:text-text">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        {t.connect.advanced}
      </summary>
      <div className="mt-4 flex flex-col gap-5 border-l pl-5">
        <div className="flex items-start gap-3">
          <Switch
            id={tlsId}
            checked={verifyTls.field.value === true}
            onCheckedChange={verifyTls.field.onChange}
            aria-describedby={`${tlsId}-help`}
            className="mt-0.5"
          />
          <div className="min-w-0">
            <label htmlFor={tlsId} className="font-medium text-sm">
              {t.connect.verifyTls}
            </label>
            <p id={`${tlsId}-help`} className="text-muted text-sm">
              {t.connect.verifyTlsHelp}
            </p>
            {verifyTls.field.value === false && (
              <p className="mt-2 flex items-start gap-1.5 text-attention text-sm">
                <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
                {t.connect.verifyTlsOff}
              </p>
            )}
          </div>
        </div>
        <FieldFrame id={timeoutId} label={t.connect.timeout} help={t.connect.timeoutHelp} error={error}>
          <div className="flex items-center gap-2">
            <Input
              {...timeout.field}
              id={timeoutId}
              inputMode="numeric"
              aria-invalid={error ? true : undefined}
              aria-describedby={error ? `${timeoutId}-error` : `${timeoutId}-help`}
              className="w-24 tabular-nums"
            />
            <span className="text-muted text-sm">{t.connect.timeoutUnit}</span>
          </div>
        </FieldFrame>
      </div>
    </details>
  );
}
