'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '#components/shared/confirm-dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import type { Webhook } from '#lib/webhooks/types.ts';
import { t } from '#messages/en.ts';
import { useWebhookMutations } from './use-webhook-mutations.ts';

interface DeleteWebhookProps {
  webhook: Webhook;
  name: string;
  isOpen: boolean;
  onClose: () => void;
  onDeleted: (leftToDo: string | null) => void;
}

export function DeleteWebhook({ webhook, name, isOpen, onClose, onDeleted }: DeleteWebhookProps) {
  const queryClient = useQueryClient();
  const { params, refresh } = useWebhookMutations(webhook);
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/integrations/connections/{id}/webhooks/{webhookId}', { params })),
    onSuccess: async ({ leftToDo }) => {
      if (leftToDo === null) toast(t.webhooks.deleted);
      onDeleted(leftToDo);
      void queryClient.invalidateQueries({ queryKey: ['webhook-deliveries', 'list'] });
      await refresh();
    },
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={() => {
        onClose();
        remove.reset();
      }}
      title={t.webhooks.deleteTitle(name)}
      text={t.webhooks.deleteDialogText}
      confirmLabel={t.webhooks.delete}
      isBusy={remove.isPending || remove.isSuccess}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    />
  );
}
