'use client';
import type { ProviderDetail } from '@patchbay/client';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { SecretOnce } from '#components/api-key/secret-once.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { WebhookOffer, WebhookWithSecret } from '#lib/webhooks/types.ts';
import { t } from '#messages/en.ts';
import { HookSetup } from './hook-setup.tsx';
import { WebhookAddress } from './webhook-address.tsx';

interface WebhookSecretProps {
  isOpen: boolean;
  onClose: () => void;
  webhook: WebhookWithSecret;
  provider: ProviderDetail;
  offer: WebhookOffer;
  title: string;
  /** About the secret before. */
  note?: ReactNode;
}

/** The address and the secret of a webhook, the secret this one time, and how to make the hook where people have to. */
export function WebhookSecret({ isOpen, onClose, webhook, provider, offer, title, note }: WebhookSecretProps) {
  const { url, secret, hook, setup, scheme } = webhook;
  const isRegistered = hook.state === 'registered';
  const secretFrom = offer.schemes.find(({ id }) => id === scheme)?.secretFrom ?? 'none';
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      testId="webhook-secret"
      title={title}
      description={isRegistered ? t.webhooks.createdText(provider.name) : t.webhooks.createdByHandText}
      className="w-[min(600px,calc(100vw-32px))]"
      footer={
        <Button variant="primary" onClick={onClose}>
          {secret === null ? t.webhooks.doneWithoutSecret : t.webhooks.done}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {hook.state === 'failed' && hook.message && (
          <p
            data-testid="hook-failed"
            className="flex gap-2.5 rounded-lg border border-attention/30 bg-attention-soft px-4 py-3"
          >
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-attention" />
            <span className="min-w-0 break-words">{hook.message}</span>
          </p>
        )}
        {url !== null && <WebhookAddress url={url} />}
        {secret === null ? (
          <p className="text-pretty text-muted">{t.webhooks.noSecret(secretFrom)}</p>
        ) : (
          <SecretOnce secret={secret} label={t.webhooks.secretLabel} />
        )}
        {note && <p className="text-pretty">{note}</p>}
        <HookSetup setup={setup} source={offer.source} />
      </div>
    </Dialog>
  );
}
