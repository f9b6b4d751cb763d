'use client';
import type { SsoProvider } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from '#components/shared/confirm-dialog.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Tag } from '#components/shared/tag.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { isAtLeast, useMe } from '#lib/me.tsx';
import { rolesOf } from '#lib/sso/sso-form.ts';
import { t } from '#messages/en.ts';
import { CopyLine } from './copy-line.tsx';

/** One identity provider: what to enter at it, whether its domain is proven, and what can be done with it. */
export function SsoProviderPanel({ provider, onEdit }: { provider: SsoProvider; onEdit: () => void }) {
  const { role } = useMe();
  // Rules that give more than the visitor's own role are not theirs to touch; the API refuses it too.
  const canChange = isAtLeast(role, 'admin') && rolesOf(provider).every((given) => isAtLeast(role, given));
  const queryClient = useQueryClient();
  const [isDeleting, setDeleting] = useState(false);
  const path = { params: { path: { id: provider.id } } };
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['sso-providers'] });
  const verify = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/sso-providers/{id}/verify-domain', path)),
    onSuccess: () => {
      toast(t.sso.proven(provider.domain));
      return refresh();
    },
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/sso-providers/{id}', path)),
    onSuccess: () => {
      toast(t.sso.deleted(provider.name));
      setDeleting(false);
      return refresh();
    },
  });
  const addresses = provider.oidc
    ? [{ label: t.sso.redirectUrl, value: provider.oidc.redirectUrl }]
    : [
        { label: t.sso.acsUrl, value: provider.saml?.acsUrl ?? '' },
        { label: t.sso.spEntityId, value: provider.saml?.entityId ?? '' },
      ];
  return (
    <article className="rounded-xl border bg-surface p-4 sm:p-5" aria-label={provider.name}>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-60">
          <h3 className="break-words font-medium">{provider.name}</h3>
          <p className="break-all text-muted text-sm">{t.sso.summary(provider.type, provider.domain)}</p>
        </div>
        <Tag>{provider.domainVerified ? t.sso.isProven : t.sso.isNotProven}</Tag>
        {canChange && (
          <span className="flex gap-2">
            <Button size="sm" onClick={onEdit}>
              {t.sso.edit}
              <span className="sr-only">{provider.name}</span>
            </Button>
            <Button size="sm" variant="dangerQuiet" onClick={() => setDeleting(true)}>
              {t.sso.delete}
              <span className="sr-only">{provider.name}</span>
            </Button>
          </span>
        )}
      </div>
      {!provider.domainVerified && (
        <div className="mt-4 flex flex-col gap-3 rounded-lg border border-dashed p-4">
          <p className="text-pretty text-muted text-sm">{t.sso.proveText(provider.domain)}</p>
          <CopyLine label={t.sso.recordName} value={provider.domainRecord.name} />
          <CopyLine label={t.sso.recordValue} value={provider.domainRecord.value} />
          {verify.error && <ErrorState error={verify.error} title={t.sso.notProven} />}
          <Button className="self-start" isBusy={verify.isPending} onClick={() => verify.mutate()}>
            {t.sso.prove}
          </Button>
        </div>
      )}
      <div className="mt-4 flex flex-col gap-3">
        {addresses.map(({ label, value }) => (
          <CopyLine key={label} label={label} value={value} />
        ))}
        <p className="text-muted text-sm">{t.sso.roles(provider.defaultRole, provider.roleMapping.length)}</p>
      </div>
      <ConfirmDialog
        isOpen={isDeleting}
        onClose={() => {
          setDeleting(false);
          remove.reset();
        }}
        title={t.sso.deleteTitle(provider.name)}
        text={t.sso.deleteText(provider.domain)}
        confirmLabel={t.sso.delete}
        isBusy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
      />
    </article>
  );
}
