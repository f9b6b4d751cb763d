'use client';
import type { ProviderDetail } from '@patchbay/client';
import { FlaskConical } from 'lucide-react';
import { useFormContext } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import type { ConnectionFormValues } from '#lib/connection-form.ts';
import { t } from '#messages/en.ts';

interface SimulatedValuesProps {
  provider: ProviderDetail;
  method: string;
}

/** Where a simulator answers for the provider: fills the form with what it takes. */
export function SimulatedValues({ provider, method }: SimulatedValuesProps) {
  const form = useFormContext<ConnectionFormValues>();
  const account = provider.simulated?.find((one) => one.method === method);
  if (!account) return null;
  const fill = () => {
    const options = { shouldDirty: true, shouldValidate: true };
    for (const [name, value] of Object.entries(account.settings))
      if (value !== undefined && value !== null) form.setValue(`settings.${name}`, value as never, options);
    for (const [name, value] of Object.entries(account.credentials))
      form.setValue(`credentials.${method}.${name}`, value as never, options);
  };
  return (
    <div
      data-testid="simulated-values"
      className="flex flex-wrap items-center gap-3 rounded-lg bg-attention-soft px-4 py-3 text-attention"
    >
      <FlaskConical aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 basis-56">{t.connect.simulated}</p>
      <Button onClick={fill}>{t.connect.fillIn}</Button>
    </div>
  );
}
