import type { OAuthAttempt } from '@patchbay/client';
import { CircleX } from 'lucide-react';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { t } from '#messages/en.ts';
import { TryAgain } from './try-again.tsx';

/** Who could not sign in where, and why. */
export function SignInFailure({ attempt, providerName }: { attempt: OAuthAttempt; providerName: string }) {
  return (
    <div className="flex flex-col gap-5">
      <div
        role="alert"
        data-testid="sign-in-failure"
        className="flex items-start gap-3 rounded-lg border border-bad/30 bg-bad-soft px-4 py-3"
      >
        <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
        <p className="min-w-0 break-words font-medium">{attempt.error?.message}</p>
      </div>
      <DescriptionList
        items={[
          [t.oauth.attempt.who, attempt.userLabel ?? t.oauth.somebody],
          [t.oauth.attempt.provider, providerName],
          [
            t.oauth.attempt.code,
            attempt.error && <code className="break-all font-mono text-xs">{attempt.error.code}</code>,
          ],
          [t.oauth.attempt.when, <RelativeTime key="when" at={attempt.createdAt} />],
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <TryAgain attempt={attempt} />
      </div>
    </div>
  );
}
