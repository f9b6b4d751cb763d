'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '#components/shared/confirm-dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { t } from '#messages/en.ts';

/** Asks first: entries cut off the end no longer show. */
export function RemoveEvidenceArchive({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/evidence/archive')),
    onSuccess: () => {
      toast(t.evidenceArchive.stopped);
      onClose();
      return queryClient.invalidateQueries({ queryKey: ['evidence'] });
    },
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={() => {
        onClose();
        remove.reset();
      }}
      title={t.evidenceArchive.stopTitle}
      text={t.evidenceArchive.stopText}
      confirmLabel={t.evidenceArchive.stop}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    />
  );
}
