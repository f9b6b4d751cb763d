import { CircleMinus, CircleX, Hand, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { hookMessage } from '#lib/webhooks/describe-webhook.ts';
import type { Webhook } from '#lib/webhooks/types.ts';
import { t } from '#messages/en.ts';

const bad = { icon: CircleX, className: 'border-bad/30 bg-bad-soft text-bad' };
const quiet = 'border-line bg-surface text-muted';
const looks = {
  // A registered hook has something to say only when the provider could not be asked.
  registered: { icon: TriangleAlert, className: 'border-attention/30 bg-attention-soft text-attention' },
  manual: { icon: Hand, className: quiet },
  removed: { icon: CircleMinus, className: quiet },
  failed: bad,
  missing: bad,
  disabled: bad,
};

/** How the hook at the provider is, unless all is well, and the way on. */
export function HookNotice({ webhook, action }: { webhook: Webhook; action?: ReactNode }) {
  const { state, message } = webhook.hook;
  if (state === 'registered' && message === null) return null;
  const { icon: Icon, className } = looks[state];
  return (
    <div
      data-testid="hook-notice"
      className={cn('mb-6 flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-4 py-3', className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium text-text">{t.webhooks.hookStates[state]}</p>
        {message !== null && message !== t.webhooks.hookStates[state] && (
          <p className="break-words text-muted">{hookMessage(webhook)}</p>
        )}
      </div>
      {action}
    </div>
  );
}
