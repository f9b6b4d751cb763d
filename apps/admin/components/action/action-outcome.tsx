import type { ActionResult } from '@patchbay/client';
import { CopyButton } from '#components/shared/copy.tsx';
import { JsonView } from '#components/shared/json-view.tsx';
import { StateIcon } from '#components/shared/state-badge.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { formatDuration, formatNumber } from '#lib/format.ts';
import { t } from '#messages/en.ts';

/** What an operation answered: its result, its error, or the request that was kept back offline. */
export function ActionOutcome({ outcome }: { outcome: ActionResult }) {
  const payload = outcome.skippedOffline ? outcome.skippedPayload : (outcome.items ?? outcome.result);
  const hasPayload = payload !== undefined && payload !== null;
  return (
    <Panel
      testId="action-outcome"
      title={
        <span className="flex items-center gap-2">
          <StateIcon state={outcome.skippedOffline ? 'skipped' : outcome.success ? 'success' : 'error'} />
          {outcome.skippedOffline ? t.actions.skipped : outcome.success ? t.actions.success : t.actions.failed}
          {outcome.items && (
            <span className="font-normal text-muted text-sm">
              {t.actions.items(formatNumber(outcome.items.length))}
            </span>
          )}
        </span>
      }
      action={hasPayload && <CopyButton text={JSON.stringify(payload, null, 2)} label={t.records.copyJson} />}
    >
      {outcome.error && (
        <p className="break-words">
          {outcome.error.message}{' '}
          <span className="text-muted">
            {outcome.error.isTransient && t.actions.transient}{' '}
            {outcome.error.retryAfterSeconds !== undefined &&
              t.actions.retryAfter(formatDuration(outcome.error.retryAfterSeconds * 1000))}
          </span>
        </p>
      )}
      {outcome.skippedOffline && <p className="mb-3 text-muted">{t.actions.skippedText}</p>}
      {hasPayload ? (
        <JsonView value={payload} label={t.actions.result} className={outcome.error ? 'mt-3' : ''} />
      ) : (
        outcome.success && <p className="text-muted">{t.actions.noResult}</p>
      )}
    </Panel>
  );
}
