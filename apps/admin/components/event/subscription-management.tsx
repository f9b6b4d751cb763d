'use client';
import type { EventSubscription } from '@patchbay/client';
import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { t } from '#messages/en.ts';
import { DeleteSubscription } from './delete-subscription.tsx';
import { RotateSecret } from './rotate-secret.tsx';
import { useSubscriptionMutations } from './use-subscription-mutations.ts';

function Row({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{title}</p>
        <p className="text-pretty text-muted text-sm">{text}</p>
      </div>
      {children}
    </div>
  );
}

/** From the mildest to the one that cannot be undone. */
export function SubscriptionManagement({ subscription }: { subscription: EventSubscription }) {
  const { setEnabled } = useSubscriptionMutations(subscription.id);
  const [open, setOpen] = useState<'rotate' | 'delete' | null>(null);
  const close = () => setOpen(null);
  return (
    <Panel title={t.events.manage} bodyClassName="divide-y p-0">
      {subscription.url !== null && (
        <Row title={t.events.rotate} text={t.events.rotateText}>
          <Button onClick={() => setOpen('rotate')}>{t.events.rotate}</Button>
        </Row>
      )}
      {subscription.status === 'active' && (
        <Row title={t.events.pause} text={t.events.pauseText}>
          <Button isBusy={setEnabled.isPending} onClick={() => setEnabled.mutate(false)}>
            {t.events.pause}
          </Button>
        </Row>
      )}
      <Row title={t.events.delete} text={t.events.deleteText}>
        <Button variant="dangerQuiet" onClick={() => setOpen('delete')}>
          {t.events.delete}
        </Button>
      </Row>
      <RotateSecret subscription={subscription} isOpen={open === 'rotate'} onClose={close} />
      <DeleteSubscription subscription={subscription} isOpen={open === 'delete'} onClose={close} />
    </Panel>
  );
}
