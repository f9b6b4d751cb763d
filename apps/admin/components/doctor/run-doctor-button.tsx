'use client';
import { Stethoscope } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import { t } from '#messages/en.ts';
import { useStartDoctor } from './use-start-doctor.ts';

/** Sends the doctor to these connections at once. */
export function RunDoctorButton({ connectionIds, label = t.doctor.run }: { connectionIds: string[]; label?: string }) {
  const start = useStartDoctor();
  const isBusy = start.isPending || start.isSuccess;
  return (
    <Button
      isBusy={isBusy}
      onClick={() => start.mutate(connectionIds, { onError: (error) => toast(toApiError(error).message, 'bad') })}
    >
      {!isBusy && <Stethoscope aria-hidden />}
      {label}
    </Button>
  );
}
