'use client';
import type { Invitation } from '@patchbay/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from '#components/shared/confirm-dialog.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { invitationsQuery } from '#lib/api/queries/people.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { t } from '#messages/en.ts';
import { InvitationTable } from './invitation-table.tsx';

/** Invitations nobody has answered yet; nothing where there is none. */
export function OpenInvitations() {
  const queryClient = useQueryClient();
  const query = useQuery(invitationsQuery(api));
  const [cancelling, setCancelling] = useState<Invitation | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['invitations'] });
  const cancel = useMutation({
    mutationFn: ({ id }: Invitation) => unwrap(api.DELETE('/api/v1/invitations/{id}', { params: { path: { id } } })),
    onSuccess: async (_, { email }) => {
      toast(t.members.cancelled(email));
      await refresh();
      setCancelling(null);
    },
    // It may have been used meanwhile: the list behind the dialog says so.
    onError: refresh,
  });
  if (query.error) return <ErrorState error={query.error} onRetry={() => query.refetch()} className="mt-8" />;
  if (!cancelling && !query.data?.length) return null;
  return (
    <section aria-labelledby="invitations" className="mt-8">
      <h2 id="invitations" className="font-semibold">
        {t.members.invitations}
      </h2>
      <p className="mb-4 text-muted">{t.members.invitationsText}</p>
      <InvitationTable invitations={query.data ?? []} onCancel={setCancelling} />
      <ConfirmDialog
        isOpen={cancelling !== null}
        onClose={() => {
          setCancelling(null);
          cancel.reset();
        }}
        title={t.members.cancelTitle(cancelling?.email ?? '')}
        text={t.members.cancelText}
        confirmLabel={t.members.cancel}
        dismissLabel={t.members.keep}
        isBusy={cancel.isPending}
        error={cancel.error}
        onConfirm={() => cancelling && cancel.mutate(cancelling)}
      />
    </section>
  );
}
