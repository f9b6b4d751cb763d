import type { AuditVerification } from '@patchbay/client';
import { CircleX, ShieldCheck } from 'lucide-react';
import { CopyLine } from '#components/sso/copy-line.tsx';
import { cn } from '#lib/cn.ts';
import { formatNumber } from '#lib/format.ts';
import { t } from '#messages/en.ts';

/** What a check of the chain found: all of it good, or the first entry that is not as it was written. */
export function ChainCheck({ verification }: { verification: AuditVerification }) {
  const { ok, checked, lastHash, problem } = verification;
  const Icon = ok ? ShieldCheck : CircleX;
  return (
    <div
      role="status"
      data-testid="chain-check"
      data-state-name={ok ? 'ok' : 'failed'}
      className={cn(
        'mb-6 flex items-start gap-3 rounded-lg border px-4 py-3',
        ok ? 'border-good/30 bg-good-soft' : 'border-bad/30 bg-bad-soft',
      )}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', ok ? 'text-good' : 'text-bad')} />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <div>
          <p className="font-medium">{problem ? t.evidence.broken(formatNumber(problem.seq)) : t.evidence.holds}</p>
          <p className="break-words text-muted">
            {problem
              ? `${problem.message} ${t.evidence.brokenText(formatNumber(checked))}`
              : t.evidence.holdsText(formatNumber(checked))}
          </p>
        </div>
        {ok && checked > 0 && (
          <>
            <CopyLine label={t.evidence.lastHash} value={lastHash} />
            <p className="text-muted text-sm">{t.evidence.lastHashText}</p>
          </>
        )}
      </div>
    </div>
  );
}
