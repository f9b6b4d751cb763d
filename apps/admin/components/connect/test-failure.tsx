import type { TestResult } from '@patchbay/client';
import { ArrowRight } from 'lucide-react';
import { Tag } from '#components/shared/tag.tsx';
import { t } from '#messages/en.ts';

/** What failed, whose fault it is, and the next step. */
export function TestFailure({ error }: { error: NonNullable<TestResult['error']> }) {
  return (
    <div role="alert" data-testid="test-failure" className="rounded-lg border border-bad/30 bg-bad-soft px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1.5">
        <p className="min-w-0 flex-1 basis-52 break-words font-medium">{error.message}</p>
        <Tag className="border-bad/30 text-bad">{t.connection.whoseFault[error.whoseFault] ?? error.whoseFault}</Tag>
      </div>
      <p className="mt-1.5 flex items-start gap-2 text-muted">
        <ArrowRight aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 break-words">{error.nextStep}</span>
      </p>
    </div>
  );
}
