'use client';
import type { Connection } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { Scopes } from '#components/oauth/oauth-app-guide.tsx';
import { SignInAgain } from '#components/oauth/sign-in-again.tsx';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { useNow } from '#lib/use-now.ts';
import { t } from '#messages/en.ts';

interface AccessProps {
  connection: Connection;
  /** The method that is shown; when it is not the connection's, signing in changes to it. */
  authMethod: string;
  canWrite: boolean;
}

/** The access a sign-in at the provider gave: until when, what for, and how to have a new one. Nothing to type in. */
export function Access({ connection, authMethod, canWrite }: AccessProps) {
  const queryClient = useQueryClient();
  const now = useNow();
  const isSame = authMethod === connection.authMethod;
  const credential = isSame ? connection.credential : null;
  const hasEnded = connection.statusCode === 'reauth_required';
  const renew = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/api/v1/integrations/connections/{id}/refresh', { params: { path: { id: connection.id } } })),
    onSuccess: () => toast(t.oauth.renewed),
    // Refused for good, the connection waits for a person.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['connections'] }),
  });
  const isOver = credential?.expiresAt != null && now !== null && Date.parse(credential.expiresAt) <= now;
  return (
    <div data-testid="access" className="flex min-w-0 flex-col gap-4">
      {credential && (
        <DescriptionList
          items={[
            [
              isOver ? t.oauth.accessEnded : t.oauth.accessEnds,
              credential.expiresAt ? <RelativeTime at={credential.expiresAt} /> : t.oauth.accessEndsUnknown,
            ],
            [t.oauth.renewal, credential.isRefreshable ? t.oauth.renewalBySelf : t.oauth.renewalNone],
            [t.oauth.lastRenewed, credential.refreshedAt && <RelativeTime at={credential.refreshedAt} />],
            [t.oauth.grantedScopes, credential.grantedScopes && <Scopes scopes={credential.grantedScopes} />],
          ]}
        />
      )}
      {canWrite && (
        <div className="flex flex-wrap gap-2">
          <SignInAgain
            connection={connection}
            authMethod={authMethod}
            label={isSame ? t.oauth.signInAgain : t.oauth.signInHere}
            variant={hasEnded || !credential ? 'primary' : 'secondary'}
          />
          {credential?.isRefreshable && (
            <Button isBusy={renew.isPending} onClick={() => renew.mutate()}>
              {!renew.isPending && <RefreshCw aria-hidden />}
              {t.oauth.renewNow}
            </Button>
          )}
        </div>
      )}
      {renew.error && <ErrorState error={renew.error} title={t.oauth.notRenewed} />}
    </div>
  );
}
