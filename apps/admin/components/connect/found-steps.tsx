import type { Connection, ProviderDetail } from '@patchbay/client';
import type { ReactNode } from 'react';
import { t } from '#messages/en.ts';
import { FirstSync } from './first-sync.tsx';
import { FoundResources } from './found-resources.tsx';
import { Step } from './step.tsx';

interface FoundStepsProps {
  connection: Connection;
  provider: ProviderDetail;
  first: number;
  /** What the test learned. */
  children: ReactNode;
}

/** After a test that passed: what there is, and which of it to read. */
export function FoundSteps({ connection, provider, first, children }: FoundStepsProps) {
  return (
    <>
      <Step number={first} title={t.connect.steps.found} status="done" testId="step-found">
        {children}
        {provider.supportedResourceTypes.length > 0 ? (
          <ul className="mt-4 divide-y rounded-lg border bg-surface">
            {provider.supportedResourceTypes.map((type, index) => (
              <FoundResources key={type} isAsked={index === 0} connectionId={connection.id} resourceType={type} />
            ))}
          </ul>
        ) : (
          <p className="mt-3 text-muted">{t.connect.noResources}</p>
        )}
      </Step>
      <Step number={first + 1} title={t.connect.steps.sync} status="current" testId="step-sync">
        <FirstSync connection={connection} syncs={provider.syncs} />
      </Step>
    </>
  );
}
