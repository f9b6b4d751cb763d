'use client';
import type { InvitationView } from '@patchbay/client';
import { AnswerInvitation } from '#components/invitation/answer-invitation.tsx';
import { ClosedInvitation } from '#components/invitation/closed-invitation.tsx';
import { JoinForm } from '#components/invitation/join-form.tsx';
import { OtherAccount } from '#components/invitation/other-account.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { t } from '#messages/en.ts';

interface InvitationProps {
  id: string;
  invitation: InvitationView;
}

export function Invitation({ id, invitation }: InvitationProps) {
  const { status, organizationName, invitedBy, email, role, expiresAt, signedInAs } = invitation;
  if (status !== 'open') {
    const { title, text } = t.invitation.closed[status];
    return <ClosedInvitation title={title} text={text(invitedBy)} />;
  }
  const { label, text } = t.settings.roles[role] ?? { label: role, text: '' };
  return (
    <div className="flex flex-col gap-5" data-testid="invitation">
      <div>
        <h1 className="break-words font-semibold text-2xl tracking-[-0.015em]">
          {t.invitation.title(organizationName)}
        </h1>
        <p className="mt-1 break-words">{t.invitation.text(invitedBy, label.toLowerCase())}</p>
        <p className="mt-1 text-muted">{t.invitation.roleText(text)}</p>
      </div>
      {signedInAs === null && <JoinForm id={id} email={email} hasAccount={invitation.hasAccount} />}
      {signedInAs === email && <AnswerInvitation id={id} email={email} organizationName={organizationName} />}
      {signedInAs !== null && signedInAs !== email && <OtherAccount own={signedInAs} invited={email} />}
      <p className="text-muted text-sm">
        {t.invitation.expires} <RelativeTime at={expiresAt} />
      </p>
    </div>
  );
}
