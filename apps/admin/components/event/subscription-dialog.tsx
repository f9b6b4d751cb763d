'use client';
import type { EventSubscription } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { type SubscriptionFormValues, toSubscriptionPayload } from '#lib/events/subscription-form.ts';
import { t } from '#messages/en.ts';
import { SubscriptionForm } from './subscription-form.tsx';
import { SubscriptionSecret } from './subscription-secret.tsx';

interface SubscriptionDialogProps {
  /** Closed when null. */
  open: EventSubscription | 'new' | null;
  onClose: () => void;
}

/** Adds a subscription and shows its secret this one time, or changes one. */
export function SubscriptionDialog({ open, onClose }: SubscriptionDialogProps) {
  const queryClient = useQueryClient();
  const formId = useId();
  const known = open === 'new' ? null : open;
  const save = useMutation({
    mutationFn: async (values: SubscriptionFormValues) => {
      const body = toSubscriptionPayload(values);
      if (!known) return (await unwrap(api.POST('/api/v1/event-subscriptions', { body }))).secret;
      const { url, ...rest } = body;
      // One that writes messages through a connection has no address.
      const changes = known.connectionId ? rest : { ...rest, url };
      const params = { path: { id: known.id } };
      await unwrap(api.PATCH('/api/v1/event-subscriptions/{id}', { params, body: changes }));
      return null;
    },
    onSuccess: async (secret, { name }) => {
      await queryClient.invalidateQueries({ queryKey: ['event-subscriptions'] });
      if (secret !== null) return;
      toast(t.events.saved(name.trim()));
      close();
    },
  });
  const close = () => {
    onClose();
    save.reset();
  };
  if (save.data) return <SubscriptionSecret isOpen={open !== null} onClose={close} secret={save.data} />;
  return (
    <Dialog
      isOpen={open !== null}
      onClose={close}
      testId="subscription-dialog"
      title={known ? t.events.editTitle(known.name) : t.events.addTitle}
      description={known ? undefined : t.events.addText}
      className="w-[min(600px,calc(100vw-32px))]"
      footer={
        <>
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={save.isPending}>
            {known ? t.common.save : t.events.create}
          </Button>
        </>
      }
    >
      {open !== null && (
        <SubscriptionForm id={formId} known={known} error={save.error} onSubmit={(values) => save.mutate(values)} />
      )}
    </Dialog>
  );
}
