'use client';
import type { EventSubscription } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { FieldFrame } from '#components/ui/field-frame.tsx';
import { Select } from '#components/ui/input.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { formatExact } from '#lib/format.ts';
import { t } from '#messages/en.ts';
import { SubscriptionSecret } from './subscription-secret.tsx';

interface RotateSecretProps {
  subscription: EventSubscription;
  isOpen: boolean;
  onClose: () => void;
}

/** Asks how long the old secret holds, then shows the new one this one time. */
export function RotateSecret({ subscription: { id, name }, isOpen, onClose }: RotateSecretProps) {
  const queryClient = useQueryClient();
  const overlapId = useId();
  const [overlap, setOverlap] = useState('86400');
  const rotate = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/event-subscriptions/{id}/rotate-secret', {
          params: { path: { id } },
          body: { overlapSeconds: Number(overlap) },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['event-subscriptions'] }),
  });
  const close = () => {
    onClose();
    setOverlap('86400');
    rotate.reset();
  };
  if (rotate.data) {
    const until = rotate.data.previousSecretExpiresAt;
    return (
      <SubscriptionSecret
        isOpen={isOpen}
        onClose={close}
        secret={rotate.data.secret}
        note={until ? t.events.oldSecretUntil(formatExact(until)) : t.events.oldSecretOver}
      />
    );
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      testId="rotate-secret"
      title={t.events.rotateTitle(name)}
      description={t.events.rotateDialogText}
      footer={
        <>
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button variant="primary" isBusy={rotate.isPending} onClick={() => rotate.mutate()}>
            {t.events.rotate}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FieldFrame id={overlapId} label={t.events.overlap}>
          <Select id={overlapId} value={overlap} onChange={(event) => setOverlap(event.target.value)}>
            {t.events.overlaps.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </FieldFrame>
        {rotate.error && <ErrorState error={rotate.error} title={t.events.notRotated} />}
      </div>
    </Dialog>
  );
}
