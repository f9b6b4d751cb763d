'use client';
import type { EventSubscription } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '#components/shared/confirm-dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { t } from '#messages/en.ts';

interface DeleteSubscriptionProps {
  subscription: EventSubscription;
  isOpen: boolean;
  onClose: () => void;
}

export function DeleteSubscription({ subscription: { id, name }, isOpen, onClose }: DeleteSubscriptionProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/event-subscriptions/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      toast(t.events.deleted(name));
      router.push('/settings/events');
      // Not those of the page that is being left: they are gone.
      await queryClient.invalidateQueries({ queryKey: ['event-subscriptions', 'list'] });
    },
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={() => {
        onClose();
        remove.reset();
      }}
      title={t.events.deleteTitle(name)}
      text={t.events.deleteDialogText}
      confirmLabel={t.events.delete}
      isBusy={remove.isPending || remove.isSuccess}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    />
  );
}
