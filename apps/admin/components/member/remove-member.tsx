'use client';
import type { Member } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '#components/shared/confirm-dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { useMe } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

/** Asks before somebody is removed, or before the visitor leaves. */
export function RemoveMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const { user, organization } = useMe();
  const queryClient = useQueryClient();
  const isSelf = member.userId === user?.id;
  const remove = useMutation({
    mutationFn: () =>
      isSelf
        ? unwrap(api.POST('/api/v1/members/leave'))
        : unwrap(api.DELETE('/api/v1/members/{id}', { params: { path: { id: member.userId } } })),
    onSuccess: async () => {
      // A full load: whoever left sees another organization, or the way in.
      if (isSelf) return location.assign('/');
      toast(t.members.removed(member.name));
      await queryClient.invalidateQueries({ queryKey: ['members'] });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={isSelf ? t.members.leaveTitle(organization.name) : t.members.removeTitle(member.name)}
      text={isSelf ? t.members.leaveText : t.members.removeText(member.email)}
      confirmLabel={isSelf ? t.members.leave : t.members.remove}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    />
  );
}
