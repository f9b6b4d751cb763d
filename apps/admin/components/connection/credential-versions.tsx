import type { CredentialVersion } from '@patchbay/client';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Tag } from '#components/shared/tag.tsx';
import { t } from '#messages/en.ts';

export function CredentialVersions({ versions }: { versions: CredentialVersion[] }) {
  return (
    <section className="mt-5 border-t pt-4">
      <h3 className="mb-2 font-medium text-sm">{t.connectionSettings.history}</h3>
      <ul data-testid="credential-versions" className="flex flex-col gap-1.5 text-sm">
        {versions.map((version) => (
          <li key={version.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
            <span className="font-medium text-text tabular-nums">{t.connectionSettings.version(version.version)}</span>
            {version.isCurrent && <Tag>{t.connectionSettings.current}</Tag>}
            <span>{t.connectionSettings.sources[version.source]}</span>
            <RelativeTime at={version.createdAt} />
            <span className="ml-auto">
              {version.lastUsedAt ? (
                <>
                  {t.connectionSettings.lastUsed} <RelativeTime at={version.lastUsedAt} />
                </>
              ) : (
                t.connectionSettings.neverUsed
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
