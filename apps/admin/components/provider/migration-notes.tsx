import type { ProviderDetail } from '@patchbay/client';
import { Panel } from '#components/ui/panel.tsx';
import { t } from '#messages/en.ts';

export function MigrationNotes({ migrations }: { migrations: ProviderDetail['migrations'] }) {
  return (
    <Panel title={t.provider.migrations} description={t.provider.migrationsText} bodyClassName="p-0">
      <ul className="divide-y">
        {migrations.map(({ version, notes }) => (
          <li key={version} className="px-4 py-2.5">
            <span className="font-medium">{t.provider.migration(version)}</span>
            {notes.map((note) => (
              <p key={note} className="break-words text-muted text-sm">
                {note}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
