'use client';
import type { Connection } from '@patchbay/client';
import { LogIn } from 'lucide-react';
import Link from 'next/link';
import type { ComponentProps } from 'react';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import { t } from '#messages/en.ts';
import { useSignIn } from './use-sign-in.ts';

interface SignInAgainProps extends Pick<ComponentProps<typeof Button>, 'size' | 'variant'> {
  connection: Pick<Connection, 'id' | 'providerSlug'>;
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
      {error && (
        <div className="flex basis-full flex-col items-start gap-2">
          <ErrorState error={error} title={t.oauth.notStarted} className="self-stretch" />
          {toApiError(error).code === 'oauth_app_missing' && (
            <Button asChild size="sm">
              <Link href={`/connect/${connection.providerSlug}?connection=${connection.id}`}>{t.oauth.toSetup}</Link>
            </Button>
          )}
        </div>
      )}
    </>
  );
}
