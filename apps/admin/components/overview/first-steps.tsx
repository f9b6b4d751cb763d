'use client';
import { useQuery } from '@tanstack/react-query';
import { Cable } from 'lucide-react';
import Link from 'next/link';
import { ProviderTile } from '#components/provider/provider-tile.tsx';
import { EmptyState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { api } from '#lib/api/browser.ts';
import { providersQuery } from '#lib/api/queries/providers.ts';
import { t } from '#messages/en.ts';

/** The overview of an organization that has connected nothing yet: providers that need the least come first. */
export function FirstSteps() {
  const providers = useQuery(providersQuery(api)).data ?? [];
  const easiest = providers
    .toSorted((a, b) => Number(hasOpenMethod(b)) - Number(hasOpenMethod(a)) || a.name.localeCompare(b.name))
    .slice(0, 3);
  return (
    <div className="flex flex-col gap-8">
      <EmptyState
        icon={Cable}
        title={t.overview.emptyTitle}
        text={t.overview.emptyText}
        action={
          <Button asChild variant="primary">
            <Link href="/catalog">{t.overview.emptyAction}</Link>
          </Button>
        }
      />
      {easiest.length > 0 && (
        <section aria-labelledby="first-steps">
          <h2 id="first-steps" className="mb-3 font-semibold">
            {t.overview.startTitle}
          </h2>
          <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
            {easiest.map((provider) => (
              <ProviderTile key={provider.slug} provider={provider} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function hasOpenMethod(provider: { authMethods: { type: string }[] }): boolean {
  return provider.authMethods.some((method) => method.type === 'none');
}
