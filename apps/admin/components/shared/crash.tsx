'use client';
import { TriangleAlert } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { t } from '#messages/en.ts';
import { CopyId } from './copy.tsx';

export interface CrashProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** What stands in place of a page that failed while it was made. */
export function Crash({ error, reset }: CrashProps) {
  return (
    <div className="grid min-h-[70dvh] place-items-center p-6 text-center">
      <div>
        <span className="mx-auto mb-4 grid size-10 place-items-center rounded-lg border bg-surface text-bad">
          <TriangleAlert aria-hidden className="size-5" />
        </span>
        <h1 className="font-semibold text-xl">{t.errors.crashTitle}</h1>
        <p className="mt-1 max-w-md text-muted">{t.errors.crashText}</p>
        {error.digest && (
          <p className="mt-2 text-muted text-xs">
            {t.errors.requestId} <CopyId id={error.digest} />
          </p>
        )}
        <Button className="mt-5" onClick={reset}>
          {t.common.retry}
        </Button>
      </div>
    </div>
  );
}
