import { SetupSteps } from '#components/provider/setup-steps.tsx';
import { ExternalLink } from '#components/shared/external-link.tsx';
import { t } from '#messages/en.ts';

/** What to do by hand at the provider; nothing where there is nothing to do. */
export function HookSetup({ setup, source }: { setup: string[]; source: string | null }) {
  if (setup.length === 0) return null;
  return (
    <section className="flex flex-col gap-2" data-testid="hook-setup">
      <h3 className="font-semibold text-sm">{t.webhooks.setup}</h3>
      <SetupSteps steps={setup} />
      {source && (
        <ExternalLink href={source} className="self-start text-sm">
          {t.webhooks.source}
        </ExternalLink>
      )}
    </section>
  );
}
