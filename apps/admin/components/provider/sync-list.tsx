import type { ProviderDetail } from '@patchbay/client';
import { RefreshCw } from 'lucide-react';
import { Panel } from '#components/ui/panel.tsx';
import { humanize } from '#lib/format.ts';
import { t } from '#messages/en.ts';

export function SyncList({ syncs }: { syncs: ProviderDetail['syncs'] }) {
  return (
    <Panel title={t.provider.syncs} description={t.provider.syncsText} bodyClassName="p-0">
      <ul className="divide-y">
        {syncs.map((sync) => (
          <li key={sync.name} className="flex items-center gap-3 px-4 py-2.5">
            <RefreshCw aria-hidden className="size-4 shrink-0 text-muted" />
            <span className="min-w-0 flex-1">
              <span className="font-medium">{humanize(sync.name)}</span>
              <span className="block truncate text-muted text-sm">{t.provider.syncOf(humanize(sync.model))}</span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
