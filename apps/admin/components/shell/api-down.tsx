'use client';
import { ServerCrash } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { CopyId } from '#components/shared/copy.tsx';
import { Button } from '#components/ui/button.tsx';
import { t } from '#messages/en.ts';

const retryMs = 4_000;

/** Stands in for every page while the API does not answer, and goes away by itself. */
export function ApiDown({ requestId }: { requestId: string | null }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), retryMs);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <main data-testid="api-down" className="grid min-h-dvh place-items-center p-6">
      <div className="w-full max-w-lg">
        <span className="mb-5 grid size-10 place-items-center rounded-lg border bg-surface text-bad">
          <ServerCrash aria-hidden className="size-5" />
        </span>
        <h1 className="font-semibold text-xl tracking-[-0.012em]">{t.errors.apiDownTitle}</h1>
        <p className="mt-2 text-muted">{t.errors.apiDownText}</p>
        <ol className="mt-4 flex flex-col gap-2 border-l-2 pl-4">
          {t.errors.apiDownSteps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <div className="mt-6 flex flex-wrap items-center gap-3">
          <Button variant="primary" onClick={() => router.refresh()}>
            {t.common.retry}
          </Button>
          <span className="text-muted text-sm">{t.errors.apiDownRetrying}</span>
        </div>
        {requestId && (
          <p className="mt-4 text-muted text-xs">
            {t.errors.requestId} <CopyId id={requestId} />
          </p>
        )}
      </div>
    </main>
  );
}
