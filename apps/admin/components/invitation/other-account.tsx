'use client';
import { useMutation } from '@tanstack/react-query';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { signOut } from '#lib/api/auth.ts';
import { t } from '#messages/en.ts';

/** Somebody else is signed in here than the one who is invited. */
export function OtherAccount({ own, invited }: { own: string; invited: string }) {
  const leave = useMutation({ mutationFn: signOut, onSuccess: () => location.reload() });
  return (
    <>
      <p className="break-words rounded-lg border bg-sunken px-4 py-3" data-testid="other-account">
        {t.invitation.otherAccount(own, invited)}
      </p>
      {leave.error && <ErrorState error={leave.error} />}
      <Button size="lg" isBusy={leave.isPending || leave.isSuccess} onClick={() => leave.mutate()}>
        {t.invitation.signOut}
      </Button>
    </>
  );
}
