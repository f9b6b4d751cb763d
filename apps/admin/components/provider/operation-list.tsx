import type { ProviderDetail } from '@patchbay/client';
import { Panel } from '#components/ui/panel.tsx';
import { t } from '#messages/en.ts';
import { SafetyTag } from './safety-tag.tsx';

export function OperationList({ operations }: { operations: ProviderDetail['operations'] }) {
  return (
    <Panel title={t.provider.operations} description={t.provider.operationsText} bodyClassName="p-0">
      {operations.length === 0 && <p className="p-4 text-muted">{t.provider.noOperations}</p>}
      <ul className="divide-y">
        {operations.map((operation) => (
          <li key={operation.name} className="flex items-start gap-3 px-4 py-2.5">
            <span className="min-w-0 flex-1">
              <code className="break-all font-medium font-mono text-sm">{operation.name}</code>
              <span className="block text-pretty text-muted text-sm">{operation.description}</span>
            </span>
            <SafetyTag safety={operation.safety} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
