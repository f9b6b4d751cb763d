'use client';
import type { Connection } from '@patchbay/client';
import { LogIn } from 'lucide-react';
import type { ComponentProps } from 'react';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { t } from '#messages/en.ts';
import { useSignIn } from './use-sign-in.ts';

interface SignInAgainProps extends Pick<ComponentProps<typeof Button>, 'size' | 'variant'> {
  connection: Pick<Connection, 'id'>;
  /** When it is another than the connection has. */
  authMethod?: string;
  label: string;
}

/** Signs in at the provider for a connection there is; what went wrong stands below the button. */
export function SignInAgain({ connection, authMethod, label, ...look }: SignInAgainProps) {
  const { signIn, isBusy, error } = useSignIn();
  return (
    <>
      <Button
        {...look}
        isBusy={isBusy}
        onClick={() => signIn({ connectionId: connection.id, ...(authMethod && { authMethod }) })}
      >
        {!isBusy && <LogIn aria-hidden />}
        {label}
      </Button>
      {error && <ErrorState error={error} title={t.oauth.notStarted} className="basis-full" />}
    </>
  );
}
