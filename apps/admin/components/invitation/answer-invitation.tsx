'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from '#components/shared/confirm-dialog.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { acceptInvitation, declineInvitation } from '#lib/api/auth.ts';
import { t } from '#messages/en.ts';

interface AnswerInvitationProps {
  id: string;
  email: string;
  organizationName: string;
}

/** For whoever is signed in as the one who is invited: yes or no. */
export function AnswerInvitation({ id, email, organizationName }: AnswerInvitationProps) {
  const [isDeclining, setDeclining] = useState(false);
  // Full loads: what one may see has changed.
  const accept = useMutation({ mutationFn: () => acceptInvitation(id), onSuccess: () => location.assign('/') });
  const decline = useMutation({ mutationFn: () => declineInvitation(id), onSuccess: () => location.reload() });
  return (
    <>
      <p className="break-words text-muted">{t.invitation.signedInAs(email)}</p>
      {accept.error && <ErrorState error={accept.error} title={t.invitation.createFailed} />}
      <div className="flex flex-wrap gap-3">
        <Button
          variant="primary"
          size="lg"
          isBusy={accept.isPending || accept.isSuccess}
          onClick={() => accept.mutate()}
        >
          {t.invitation.accept}
        </Button>
        <Button size="lg" onClick={() => setDeclining(true)}>
          {t.invitation.decline}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isDeclining}
        onClose={() => {
          setDeclining(false);
          decline.reset();
        }}
        title={t.invitation.declineTitle(organizationName)}
        text={t.invitation.declineText}
        confirmLabel={t.invitation.decline}
        isBusy={decline.isPending || decline.isSuccess}
        error={decline.error}
        onConfirm={() => decline.mutate()}
      />
    </>
  );
}
