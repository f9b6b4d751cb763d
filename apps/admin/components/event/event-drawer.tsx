'use client';
import type { PatchbayEvent } from '@patchbay/client';
import { CopyId } from '#components/shared/copy.tsx';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { JsonView } from '#components/shared/json-view.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Drawer } from '#components/ui/dialog.tsx';
import { t } from '#messages/en.ts';

interface EventDrawerProps {
  /** Closed when null. */
  event: PatchbayEvent | null;
  /** What its type means, in a sentence. */
  meaning: string | undefined;
  onClose: () => void;
}

/** One event as subscribers get it. */
export function EventDrawer({ event, meaning, onClose }: EventDrawerProps) {
  return (
    <Drawer
      isOpen={event !== null}
      onClose={onClose}
      testId="event-drawer"
      title={event?.type}
      header={event && <CopyId id={event.id} />}
    >
      {event && (
        <div className="flex flex-col gap-5 p-5">
          {meaning && <p className="text-pretty text-muted">{meaning}</p>}
          <DescriptionList
            items={[
              [t.events.columns.created, <RelativeTime key="at" at={event.timestamp} />],
              [
                t.events.seq,
                <span key="seq" className="tabular-nums">
                  {event.seq}
                </span>,
              ],
              [t.events.columns.connection, event.connectionId && <CopyId id={event.connectionId} />],
            ]}
          />
          <section>
            <h3 className="mb-2 font-semibold">{t.events.data}</h3>
            <JsonView value={event.data} label={t.events.data} />
          </section>
        </div>
      )}
    </Drawer>
  );
}
