'use client';
import type { Member } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { ChangeRole } from '#components/member/change-role.tsx';
import { InviteMember } from '#components/member/invite-member.tsx';
import { MemberTable } from '#components/member/member-table.tsx';
import { OpenInvitations } from '#components/member/open-invitations.tsx';
import { RemoveMember } from '#components/member/remove-member.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { membersQuery } from '#lib/api/queries/people.ts';
import { useCanManage } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

type Asking = { what: 'role' | 'remove'; member: Member } | null;

export function Members() {
  const canManage = useCanManage();
  const query = useQuery(membersQuery(api));
  const [isInviting, setInviting] = useState(false);
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  return (
    <>
      <section aria-labelledby="members">
        <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
          <div className="min-w-0 flex-1 basis-60">
            <h2 id="members" className="font-semibold">
              {t.settings.members}
            </h2>
            <p className="text-muted">{t.settings.membersText}</p>
          </div>
          {canManage && (
            <Button variant="primary" onClick={() => setInviting(true)}>
              <UserPlus aria-hidden />
              {t.members.invite}
            </Button>
          )}
        </div>
        {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
        {query.isPending && <ListSkeleton rows={2} />}
        {query.data && (
          <MemberTable
            members={query.data}
            onChangeRole={(member) => setAsking({ what: 'role', member })}
            onRemove={(member) => setAsking({ what: 'remove', member })}
          />
        )}
      </section>
      {canManage && <OpenInvitations />}
      {canManage && <InviteMember isOpen={isInviting} onClose={() => setInviting(false)} />}
      {asking?.what === 'role' && <ChangeRole member={asking.member} onClose={close} />}
      {asking?.what === 'remove' && <RemoveMember member={asking.member} onClose={close} />}
    </>
  );
}
