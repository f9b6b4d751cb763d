'use client';
import type { FindingException } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '#components/shared/confirm-dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { t } from '#messages/en.ts';

interface DeleteExceptionProps {
  /** Closed when null. */
  exception: FindingException | null;
  onClose: () => void;
}

/** Asks first: what it ignores is open again. */
export function DeleteException({ exception, onClose }: DeleteExceptionProps) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) =>
      unwrap(api.DELETE('/api/v1/integrations/finding-exceptions/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      toast(t.exceptions.deleted);
      void queryClient.invalidateQueries({ queryKey: ['findings'] });
      onClose();
      return queryClient.invalidateQueries({ queryKey: ['finding-exceptions'] });
    },
  });
  return (
    <ConfirmDialog
      isOpen={exception !== null}
      onClose={() => {
        onClose();
        remove.reset();
      }}
      title={t.exceptions.deleteTitle(exception?.rule ?? exception?.resource ?? '')}
      text={t.exceptions.deleteText}
      confirmLabel={t.exceptions.delete}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => exception && remove.mutate(exception.id)}
    />
  );
}
