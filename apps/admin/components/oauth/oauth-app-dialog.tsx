'use client';
import type { OAuthApp } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { FieldFrame } from '#components/ui/field-frame.tsx';
import { Select } from '#components/ui/input.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { oauthAppSetupQuery } from '#lib/api/queries/oauth.ts';
import { providerQuery } from '#lib/api/queries/providers.ts';
import { initialValues } from '#lib/fields/field-values.ts';
import { useCanManage } from '#lib/me.tsx';
import { t } from '#messages/en.ts';
import { OAuthAppForm } from './oauth-app-form.tsx';
import { OAuthAppGuide, OAuthWarning } from './oauth-app-guide.tsx';

interface OAuthAppDialogProps {
  /** Closed when null. */
  open: { slug: string; name: string; scope?: OAuthApp['scope'] } | null;
  onClose: () => void;
}

/** The guide of one provider and the form of its app. */
export function OAuthAppDialog({ open, onClose }: OAuthAppDialogProps) {
  return (
    <Dialog
      isOpen={open !== null}
      onClose={onClose}
      testId="oauth-app-dialog"
      title={open && t.oauth.editTitle(open.name)}
      className="w-[min(600px,calc(100vw-32px))]"
      footer={<Button onClick={onClose}>{t.common.close}</Button>}
    >
      {open && <GuideAndForm slug={open.slug} scope={open.scope} onSaved={onClose} />}
    </Dialog>
  );
}

interface AddOAuthAppProps {
  isOpen: boolean;
  onClose: () => void;
  /** Those that take an app. */
  providers: { slug: string; name: string }[];
}

/** The same, for a provider chosen first. */
export function AddOAuthApp({ isOpen, onClose, providers }: AddOAuthAppProps) {
  const [slug, setSlug] = useState('');
  const id = useId();
  const close = () => {
    setSlug('');
    onClose();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      testId="add-oauth-app"
      title={t.oauth.addTitle}
      className="w-[min(600px,calc(100vw-32px))]"
      footer={<Button onClick={close}>{t.common.close}</Button>}
    >
      <div className="flex flex-col gap-5">
        <FieldFrame id={id} label={t.oauth.provider} help={providers.length === 0 && t.oauth.noneSupported}>
          <Select id={id} value={slug} onChange={(event) => setSlug(event.target.value)}>
            <option value="">{t.oauth.chooseProvider}</option>
            {providers.map((provider) => (
              <option key={provider.slug} value={provider.slug}>
                {provider.name}
              </option>
            ))}
          </Select>
        </FieldFrame>
        {slug && <GuideAndForm key={slug} slug={slug} onSaved={close} />}
      </div>
    </Dialog>
  );
}

interface GuideAndFormProps {
  slug: string;
  scope?: OAuthApp['scope'] | undefined;
  onSaved: () => void;
}

/** Whoever changes an app that is there knows how it was made: then the guide is folded up. */
function GuideAndForm({ slug, scope, onSaved }: GuideAndFormProps) {
  const canManage = useCanManage();
  const setup = useQuery(oauthAppSetupQuery(api, slug));
  const provider = useQuery(providerQuery(api, slug));
  if (setup.error) return <ErrorState error={setup.error} onRetry={() => setup.refetch()} />;
  if (!setup.data) return <Skeleton className="h-64" />;
  const guide = <OAuthAppGuide setup={setup.data} settings={initialValues(provider.data?.settings ?? [])} />;
  const form = <OAuthAppForm setup={setup.data} scope={scope} onSaved={onSaved} />;
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {setup.data.warning && <OAuthWarning text={setup.data.warning} />}
      {scope ? (
        <>
          <details className="group">
            <summary className="flex w-fit list-none items-center gap-1.5 rounded-sm font-medium text-muted text-sm hover:text-text">
              <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
              {t.oauth.guide}
            </summary>
            <div className="mt-3">{guide}</div>
          </details>
          {form}
        </>
      ) : (
        <>
          {guide}
          <div className={canManage ? 'border-t pt-5' : undefined}>{form}</div>
        </>
      )}
    </div>
  );
}
