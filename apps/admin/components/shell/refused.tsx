'use client';
import { ShieldAlert } from 'lucide-react';
import { CopyId } from '#components/shared/copy.tsx';
import { Button } from '#components/ui/button.tsx';
import { t } from '#messages/en.ts';

/** The API answers but lets this visitor in nowhere, for the reason it gives. */
export function Refused({ message, requestId }: { message: string; requestId: string | null }) {
  return (
    <main className="grid min-h-dvh place-items-center p-6 text-center">
      <div className="max-w-md">
        <span className="mx-auto mb-4 grid size-10 place-items-center rounded-lg border bg-surface text-attention">
          <ShieldAlert aria-hidden className="size-5" />
        </span>
        <h1 className="font-semibold text-xl">{t.errors.refusedTitle}</h1>
        <p className="mt-1 text-muted">{message}</p>
        {requestId && (
          <p className="mt-2 text-muted text-xs">
            {t.errors.requestId} <CopyId id={requestId} />
          </p>
        )}
        <Button asChild className="mt-5">
          <a href="/sign-in">{t.auth.signIn}</a>
        </Button>
      </div>
    </main>
  );
}
