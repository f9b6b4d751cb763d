import type { Connection, ProviderDetail } from '@patchbay/client';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { findAuthMethod } from '#lib/auth-methods.ts';
import { t } from '#messages/en.ts';

interface ConnectedSummaryProps {
  connection: Connection;
  provider: ProviderDetail;
}

/** The finished steps in few lines, so that what was found gets the room. */
export function ConnectedSummary({ connection, provider }: ConnectedSummaryProps) {
  const settings = provider.settings
    .filter((field) => connection.settings[field.name] !== undefined)
    .map((field): [string, string] => [field.label, String(connection.settings[field.name])]);
  return (
    <div data-testid="connected-summary" className="rounded-lg border bg-surface px-4 py-3">
      <DescriptionList
        items={[
          [t.connect.name, connection.name],
          [t.connection.method, findAuthMethod(provider, connection.authMethod)?.label],
          ...settings,
          [t.connect.verifyTls, !connection.verifyTls && t.common.no],
        ]}
      />
    </div>
  );
}
