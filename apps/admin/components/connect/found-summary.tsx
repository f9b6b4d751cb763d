import type { TestResult } from '@patchbay/client';
import { TriangleAlert } from 'lucide-react';
import { StateIcon } from '#components/shared/state-badge.tsx';
import { Tag } from '#components/shared/tag.tsx';
import { formatDuration, formatNumber } from '#lib/format.ts';
import { t } from '#messages/en.ts';

/** The part of a test's answer that is shown; what is not known of an earlier one is null. */
type Found = Pick<TestResult, 'account' | 'scopes' | 'missingScopes' | 'rateLimit'> & { latencyMs: number | null };

/** What a passed test learned: the account, its permissions, how many calls are left. */
export function FoundSummary({ result }: { result: Found }) {
  const { account, latencyMs, scopes, missingScopes, rateLimit } = result;
  return (
    <div className="flex flex-col gap-3">
      <p data-testid="connected-as" className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="flex items-center gap-2 font-medium">
          <StateIcon state="success" />
          {account ? t.connect.connectedAs(account.label) : t.connect.connected}
        </span>
        {latencyMs !== null && (
          <span className="text-muted text-sm">{t.connect.answeredIn(formatDuration(latencyMs))}</span>
        )}
        {rateLimit && rateLimit.remaining !== null && rateLimit.limit !== null && (
          <span className="text-muted text-sm">
            {t.connect.rateLimit(formatNumber(rateLimit.remaining), formatNumber(rateLimit.limit))}
          </span>
        )}
      </p>
      {scopes && scopes.length > 0 && (
        <p className="flex flex-wrap gap-1">
          {scopes.map((scope) => (
            <Tag key={scope} isMono>
              {scope}
            </Tag>
          ))}
        </p>
      )}
      {missingScopes.length > 0 && (
        <p className="flex items-start gap-2 rounded-lg bg-attention-soft px-3 py-2 text-attention text-sm">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            <span className="font-medium">{t.connect.missingScopes}.</span>{' '}
            {t.connect.missingScopesText(missingScopes.join(', '))}
          </span>
        </p>
      )}
    </div>
  );
}
