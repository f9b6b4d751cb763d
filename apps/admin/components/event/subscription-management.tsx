'use client';
import type { EventSubscription } from '@patchbay/client';
import { useState } from 'react';
import { ManageRow } from '#components/shared/manage-row.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { t } from '#messages/en.ts';
import { DeleteSubscription } from './delete-subscription.tsx';
import { RotateSecret } from './rotate-secret.tsx';
import { useSubscriptionMutations } from './use-subscription-mutations.ts';

/** From the mildest to the one that cannot be undone. */
export function SubscriptionManagement({ subscription }: { subscription: EventSubscription }) {
  const { setEnabled } = useSubscriptionMutations(subscription.id);
  const [open, setOpen] = useState<'rotate' | 'delete' | null>(null);
  const close = () => setOpen(null);
  return (
    <Panel title={t.events.manage} bodyClassName="divide-y p-0">
      <ManageRow title={t.events.rotate} text={t.events.rotateText}>
        <Button onClick={() => setOpen('rotate')}>{t.events.rotate}</Button>
      </ManageRow>
      {subscription.status === 'active' && (
        <ManageRow title={t.events.pause} text={t.events.pauseText}>
          <Button isBusy={setEnabled.isPending} onClick={() => setEnabled.mutate(false)}>
            {t.events.pause}
          </Button>
        </ManageRow>
      )}
      <ManageRow title={t.events.delete} text={t.events.deleteText}>
        <Button variant="dangerQuiet" onClick={() => setOpen('delete')}>
          {t.events.delete}
        </Button>
      </ManageRow>
      <RotateSecret subscription={subscription} isOpen={open === 'rotate'} onClose={close} />
      <DeleteSubscription subscription={subscription} isOpen={open === 'delete'} onClose={close} />
    </Panel>
  );
}
