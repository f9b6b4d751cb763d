'use client';
import type { Member, Role } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { rolesUpTo, useMe } from '#lib/me.tsx';
import { t } from '#messages/en.ts';
import { RoleSelect } from './role-select.tsx';

/** Asks for the new role of one member. Made anew for each member, so that it starts with their role. */
export function ChangeRole({ member, onClose }: { member: Member; onClose: () => void }) {
  const me = useMe();
  const queryClient = useQueryClient();
  const [role, setRole] = useState<Role>(member.role);
  const change = useMutation({
    mutationFn: () =>
      unwrap(api.PATCH('/api/v1/members/{id}', { params: { path: { id: member.userId } }, body: { role } })),
    onSuccess: async () => {
      toast(t.members.roleChanged(member.name, t.settings.roles[role]?.label ?? role));
      // What one may do oneself is known to every page: they are made anew.
      if (member.userId === me.user?.id) return location.reload();
      await queryClient.invalidateQueries({ queryKey: ['members'] });
      onClose();
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      testId="change-role"
      title={t.members.changeRoleTitle(member.name)}
      description={t.members.changeRoleText}
      footer={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button
            variant="primary"
            disabled={role === member.role}
            isBusy={change.isPending}
            onClick={() => change.mutate()}
          >
            {t.members.changeRoleSave}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <RoleSelect roles={rolesUpTo(me.role)} value={role} onChange={(event) => setRole(event.target.value as Role)} />
        {change.error && <ErrorState error={change.error} title={t.members.actionFailed} />}
      </div>
    </Dialog>
  );
}
