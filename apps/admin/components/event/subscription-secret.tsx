'use client';
import type { ReactNode } from 'react';
import { SecretOnce } from '#components/api-key/secret-once.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { t } from '#messages/en.ts';
import { VerifyGuide } from './verify-guide.tsx';

interface SubscriptionSecretProps {
  isOpen: boolean;
  onClose: () => void;
  secret: string;
  /** About the secret before. */
  note?: ReactNode;
}

/** A signing secret, this one time, and what to do with it. */
export function SubscriptionSecret({ isOpen, onClose, secret, note }: SubscriptionSecretProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      testId="subscription-secret"
      title={t.events.secretTitle}
      description={t.events.secretText}
      className="w-[min(600px,calc(100vw-32px))]"
      footer={
        <Button variant="primary" onClick={onClose}>
          {t.events.secretDone}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <SecretOnce secret={secret} label={t.events.secretLabel} />
        {note && <p className="text-pretty">{note}</p>}
        <VerifyGuide />
      </div>
    </Dialog>
  );
}
