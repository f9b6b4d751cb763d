import type { OAuthAppSetup } from '@patchbay/client';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { SetupSteps } from '#components/provider/setup-steps.tsx';
import { CopyButton } from '#components/shared/copy.tsx';
import { ExternalLink } from '#components/shared/external-link.tsx';
import { Tag } from '#components/shared/tag.tsx';
import { fillAddress } from '#lib/fill-address.ts';
import { t } from '#messages/en.ts';

interface OAuthAppGuideProps {
  setup: OAuthAppSetup;
  /** Of the connection that is being made, or the provider's usual ones: they stand in the address of the page to make the app at. */
  settings: Readonly<Record<string, unknown>>;
  /** Stands in for the link to that page until its settings are there. */
  linkHint?: string;
}

/** How to make the app at the provider, and what to enter there. */
export function OAuthAppGuide({ setup, settings, linkHint }: OAuthAppGuideProps) {
  const { providerName, instructions, createAppUrlTemplate, callbackUrl, scopes, optionalScopes } = setup;
  const createUrl = createAppUrlTemplate && fillAddress(createAppUrlTemplate, settings);
  const variables = [setup.clientIdEnvVar, setup.clientSecretEnvVar].filter((name) => name !== null);
  return (
    <div data-testid="oauth-app-guide" className="flex min-w-0 flex-col gap-4">
      {instructions.length > 0 && <SetupSteps steps={instructions} />}
      {createUrl && (
        <ExternalLink href={createUrl} className="self-start text-sm">
          {t.oauth.createApp(providerName)}
        </ExternalLink>
      )}
      {createAppUrlTemplate && !createUrl && linkHint && <p className="text-muted text-sm">{linkHint}</p>}
      <Part title={t.oauth.callbackUrl} text={t.oauth.callbackUrlText} action={<CopyButton text={callbackUrl} />}>
        <code data-testid="callback-url" className="block break-all font-mono text-sm">
          {callbackUrl}
        </code>
      </Part>
      {scopes.length > 0 && (
        <Part title={t.oauth.scopes} text={t.oauth.scopesText} action={<CopyButton text={scopes.join(' ')} />}>
          <Scopes scopes={scopes} />
        </Part>
      )}
      {optionalScopes.length > 0 && (
        <Part title={t.oauth.optionalScopes} text={t.oauth.optionalScopesText}>
          <ul className="flex flex-col gap-1.5 text-sm">
            {optionalScopes.map(({ scope, description }) => (
              <li key={scope}>
                <code className="break-all font-mono text-xs">{scope}</code>
                <span className="block text-muted">{description}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {variables.length > 0 && (
        <p className="break-words text-muted text-sm">{t.oauth.environment(variables.join(', '))}</p>
      )}
    </div>
  );
}

function Part(props: { title: string; text: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="rounded-lg border bg-sunken p-3">
      <div className="mb-2 flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="font-medium text-sm">{props.title}</h3>
          <p className="text-muted text-sm">{props.text}</p>
        </div>
        {props.action}
      </div>
      {props.children}
    </section>
  );
}

export function Scopes({ scopes }: { scopes: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-1">
      {scopes.map((scope) => (
        <li key={scope} className="max-w-full">
          <Tag isMono>{scope}</Tag>
        </li>
      ))}
    </ul>
  );
}

/** What speaks against signing in this way. */
export function OAuthWarning({ text }: { text: string }) {
  return (
    <p
      data-testid="oauth-warning"
      className="flex items-start gap-2 rounded-lg bg-attention-soft px-3 py-2 text-attention text-sm"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">{text}</span>
    </p>
  );
}
