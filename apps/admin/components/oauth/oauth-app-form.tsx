'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import type { OAuthApp, OAuthAppSetup } from '@patchbay/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { type FieldPath, FormProvider, type Resolver, useForm, useWatch } from 'react-hook-form';
import { ManifestFields } from '#components/fields/manifest-fields.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Form } from '#components/ui/form.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { toast } from '#components/ui/toast.tsx';
import { isApiError } from '#lib/api/api-error.ts';
import { api } from '#lib/api/browser.ts';
import { oauthAppsQuery } from '#lib/api/queries/oauth.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { useCanManage, useMe } from '#lib/me.tsx';
import {
  keepsSecret,
  type OAuthAppFormValues,
  oauthAppFields,
  oauthAppFormPath,
  oauthAppFormSchema,
  oauthAppFormValues,
  oauthAppPayload,
} from '#lib/oauth/oauth-app-form.ts';
import { t } from '#messages/en.ts';

interface OAuthAppFormProps {
  setup: OAuthAppSetup;
  /** Whose app is changed; left out, owners may choose. */
  scope?: OAuthApp['scope'] | undefined;
  onSaved: () => void;
}

/** Client id, secret and what else the provider's app has. Whoever may not save is told whom to ask. */
export function OAuthAppForm({ setup, scope, onSaved }: OAuthAppFormProps) {
  const canManage = useCanManage();
  const { role } = useMe();
  const [isForAll, setForAll] = useState(scope === 'platform');
  const apps = useQuery({ ...oauthAppsQuery(api), enabled: canManage });
  const switchId = useId();
  if (!canManage) return <p className="rounded-lg border border-dashed px-4 py-3 text-muted">{t.oauth.askAdmin}</p>;
  if (apps.error) return <ErrorState error={apps.error} onRetry={() => apps.refetch()} />;
  if (apps.isPending) return <Skeleton className="h-40" />;
  const chosen = isForAll ? 'platform' : 'organization';
  const app = apps.data?.find((known) => known.providerSlug === setup.providerSlug && known.scope === chosen) ?? null;
  return (
    <div className="flex min-w-0 flex-col gap-5">
      {role === 'owner' && scope === undefined && (
        <div className="flex items-start gap-3">
          <Switch
            id={switchId}
            checked={isForAll}
            onCheckedChange={setForAll}
            aria-describedby={`${switchId}-help`}
            className="mt-0.5"
          />
          <div className="min-w-0">
            <label htmlFor={switchId} className="font-medium text-sm">
              {t.oauth.forAll}
            </label>
            <p id={`${switchId}-help`} className="text-muted text-sm">
              {t.oauth.forAllText}
            </p>
          </div>
        </div>
      )}
      <AppFields key={`${chosen} ${app?.id}`} setup={setup} app={app} scope={chosen} onSaved={onSaved} />
    </div>
  );
}

interface AppFieldsProps extends OAuthAppFormProps {
  app: OAuthApp | null;
  scope: OAuthApp['scope'];
}

function AppFields({ setup, app, scope, onSaved }: AppFieldsProps) {
  const queryClient = useQueryClient();
  const form = useForm<OAuthAppFormValues>({
    resolver: zodResolver(oauthAppFormSchema(setup)) as unknown as Resolver<OAuthAppFormValues>,
    mode: 'onTouched',
    defaultValues: oauthAppFormValues(setup, app),
  });
  const clientId = useWatch({ control: form.control, name: 'app.clientId' });
  const isSecretKept = keepsSecret(app, clientId);
  const save = useMutation({
    mutationFn: (values: OAuthAppFormValues) =>
      unwrap(api.POST('/api/v1/integrations/oauth-apps', { body: { ...oauthAppPayload(setup, values), scope } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['oauth-apps'] });
      toast(t.oauth.saved(setup.providerName));
      onSaved();
    },
    onError: (error) => {
      for (const detail of isApiError(error) ? error.details : [])
        form.setError(oauthAppFormPath(detail.path) as FieldPath<OAuthAppFormValues>, {
          type: 'server',
          message: detail.message,
        });
    },
  });
  return (
    <FormProvider {...form}>
      <Form
        data-testid="oauth-app-form"
        className="flex min-w-0 flex-col gap-5"
        onSubmit={form.handleSubmit((values) => save.mutate(values))}
      >
        <ManifestFields
          fields={oauthAppFields(setup, { isSecretKept })}
          prefix="app"
          {...(isSecretKept && { stored: { clientSecret: t.oauth.secretSet } })}
        />
        <ManifestFields fields={setup.fields} prefix="settings" />
        {save.error && <FormError error={save.error} title={t.oauth.appNotSaved} />}
        <Button type="submit" variant="primary" isBusy={save.isPending} className="self-start">
          {t.oauth.saveApp}
        </Button>
      </Form>
    </FormProvider>
  );
}
