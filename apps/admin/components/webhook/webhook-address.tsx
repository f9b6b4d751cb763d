import { CopyButton } from '#components/shared/copy.tsx';
import { t } from '#messages/en.ts';

/** Where the provider delivers to, with a way to take it along. */
export function WebhookAddress({ url }: { url: string }) {
  return (
    <div className="rounded-lg border bg-sunken p-3">
      <div className="mb-2 flex items-center justify-between gap-3">
        <span className="font-medium text-muted text-xs">{t.webhooks.address}</span>
        <CopyButton text={url} />
      </div>
      <code data-testid="webhook-address" className="block break-all font-mono text-sm">
        {url}
      </code>
    </div>
  );
}
