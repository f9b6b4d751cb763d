import type { ProviderDetail } from '@patchbay/client';
import { DescriptionList } from '#components/shared/description-list.tsx';
import { ExternalLink } from '#components/shared/external-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { humanize } from '#lib/format.ts';
import { t } from '#messages/en.ts';
import { InterfaceList } from './interface-list.tsx';

export function ProviderFacts({ provider }: { provider: ProviderDetail }) {
  const links = Object.entries(provider.links);
  return (
    <Panel title={t.provider.details}>
      <DescriptionList
        items={[
          [t.provider.category, provider.category],
          [t.provider.version, provider.version],
          [t.provider.level, t.provider.levelText(humanize(provider.level), t.levels[provider.level])],
          [t.provider.owners, provider.owners.join(', ')],
          [t.provider.interfaces, provider.interfaces.length > 0 && <InterfaceList key="interfaces" {...provider} />],
        ]}
      />
      {links.length > 0 && (
        <ul className="mt-4 flex flex-col gap-1.5 border-t pt-4 text-sm">
          {links.map(([name, href]) => (
            <li key={name} className="min-w-0">
              <ExternalLink href={href}>{t.provider.links[name] ?? humanize(name)}</ExternalLink>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
