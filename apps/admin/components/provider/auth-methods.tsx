import { ExternalLink } from '#components/shared/external-link.tsx';
import { Tag } from '#components/shared/tag.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { type AuthMethod, describeNeed } from '#lib/auth-methods.ts';
import { t } from '#messages/en.ts';
import { SetupSteps } from './setup-steps.tsx';

interface AuthMethodsProps {
  methods: readonly AuthMethod[];
  setupGuide: string[];
}

function MethodItem({ method }: { method: AuthMethod }) {
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{method.label}</span>
        {!method.supported && <Tag>{t.provider.unsupported}</Tag>}
      </div>
      {method.description && <p className="text-pretty text-muted text-sm">{method.description}</p>}
      <p className="text-muted text-sm">
        {method.fields.length > 0
          ? `${t.provider.needs}: ${method.fields.map((field) => field.label).join(', ')}`
          : describeNeed(method)}
      </p>
      {method.scopes.length > 0 && (
        <p className="flex flex-wrap gap-1">
          {method.scopes.map((scope) => (
            <Tag key={scope} isMono>
              {scope}
            </Tag>
          ))}
        </p>
      )}
      {method.setup.length > 0 && <SetupSteps steps={method.setup} className="mt-1" />}
      {method.createUrl && (
        <ExternalLink href={method.createUrl} className="text-sm">
          {t.provider.createAt}
        </ExternalLink>
      )}
    </li>
  );
}

/** How one can sign in at a provider, what each way needs, and where to get it. */
export function AuthMethods({ methods, setupGuide }: AuthMethodsProps) {
  const isOwnGuide = setupGuide.length > 0 && !methods.some((method) => method.setup.length > 0);
  return (
    <Panel title={t.provider.auth} bodyClassName="p-0">
      <ul className="divide-y">
        {methods.map((method) => (
          <MethodItem key={method.id} method={method} />
        ))}
      </ul>
      {isOwnGuide && (
        <div className="border-t px-4 py-3">
          <h3 className="mb-2 font-medium">{t.provider.setupGuide}</h3>
          <SetupSteps steps={setupGuide} />
        </div>
      )}
    </Panel>
  );
}
