'use client';
import type { SsoProvider } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { TextField } from '#components/fields/text-field.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { FieldFrame } from '#components/ui/field-frame.tsx';
import { Form } from '#components/ui/form.tsx';
import { Select, Textarea } from '#components/ui/input.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { rolesUpTo, useMe } from '#lib/me.tsx';
import { type SsoFormValues, ssoFormValues, toSsoPayload } from '#lib/sso/sso-form.ts';
import { t } from '#messages/en.ts';

/** Adds an identity provider, or changes one. The API says what is wrong: it is the one that asks the issuer. */
export function SsoDialog({ open, onClose }: { open: SsoProvider | 'new' | null; onClose: () => void }) {
  const known = open === 'new' ? null : open;
  return (
    <Dialog
      isOpen={open !== null}
      onClose={onClose}
      testId="sso-dialog"
      title={known ? t.sso.editTitle(known.name) : t.sso.add}
      className="w-[min(600px,calc(100vw-32px))]"
      footer={<Button onClick={onClose}>{t.common.close}</Button>}
    >
      {open !== null && <SsoForm known={known} onSaved={onClose} />}
    </Dialog>
  );
}

function SsoForm({ known, onSaved }: { known: SsoProvider | null; onSaved: () => void }) {
  const { role: ownRole } = useMe();
  const queryClient = useQueryClient();
  const ids = { type: useId(), certificate: useId(), role: useId(), rules: useId() };
  const { register, handleSubmit, control } = useForm<SsoFormValues>({ defaultValues: ssoFormValues(known) });
  const type = useWatch({ control, name: 'type' });
  const save = useMutation({
    mutationFn: (values: SsoFormValues) => {
      const body = toSsoPayload(values, known);
      return known
        ? unwrap(api.PATCH('/api/v1/sso-providers/{id}', { params: { path: { id: known.id } }, body }))
        : unwrap(api.POST('/api/v1/sso-providers', { body }));
    },
    onSuccess: async ({ name }) => {
      await queryClient.invalidateQueries({ queryKey: ['sso-providers'] });
      toast(t.sso.saved(name));
      onSaved();
    },
  });
  return (
    <Form
      className="flex flex-col gap-5"
      onSubmit={handleSubmit((values) => save.mutate(values))}
      data-testid="sso-form"
    >
      {save.error && <ErrorState error={save.error} title={t.sso.notSaved} />}
      <TextField label={t.sso.name} help={t.sso.nameHelp} required {...register('name')} />
      <TextField
        label={t.sso.domain}
        help={t.sso.domainHelp}
        placeholder="example.com"
        required
        {...register('domain')}
      />
      {known === null && (
        <FieldFrame id={ids.type} label={t.sso.protocol}>
          <Select id={ids.type} {...register('type')}>
            <option value="oidc">OpenID Connect</option>
            <option value="saml">SAML 2.0</option>
          </Select>
        </FieldFrame>
      )}
      {type === 'oidc' ? (
        <>
          <TextField
            label={t.sso.issuer}
            help={t.sso.issuerHelp}
            placeholder="https://login.example.com"
            required
            {...register('issuer')}
          />
          <TextField label={t.sso.clientId} required {...register('clientId')} />
          <TextField
            label={t.sso.clientSecret}
            help={known ? t.sso.clientSecretKept : t.sso.clientSecretHelp}
            type="password"
            autoComplete="off"
            required={known === null}
            {...register('clientSecret')}
          />
          <TextField label={t.sso.scopes} help={t.sso.scopesHelp} autoComplete="off" required {...register('scopes')} />
        </>
      ) : (
        <>
          <TextField label={t.sso.entityId} required {...register('entityId')} />
          <TextField label={t.sso.entryPoint} required {...register('entryPoint')} />
          <FieldFrame
            id={ids.certificate}
            label={t.sso.certificate}
            help={known ? t.sso.certificateKept : t.sso.certificateHelp}
          >
            <Textarea
              id={ids.certificate}
              rows={5}
              className="font-mono text-xs"
              required={known === null}
              {...register('certificate')}
            />
          </FieldFrame>
          <TextField
            label={t.sso.emailAttribute}
            help={t.sso.emailAttributeHelp}
            autoComplete="off"
            isOptional
            {...register('emailAttribute')}
          />
        </>
      )}
      <FieldFrame id={ids.role} label={t.sso.defaultRole} help={t.sso.defaultRoleHelp}>
        <Select id={ids.role} {...register('defaultRole')}>
          {rolesUpTo(ownRole).map((role) => (
            <option key={role} value={role}>
              {t.settings.roles[role]?.label ?? role}
            </option>
          ))}
        </Select>
      </FieldFrame>
      <FieldFrame id={ids.rules} label={t.sso.rules} help={t.sso.rulesHelp} isOptional>
        <Textarea
          id={ids.rules}
          rows={3}
          placeholder="groups = platform: admin"
          className="font-mono text-xs"
          {...register('rules')}
        />
      </FieldFrame>
      <Button type="submit" variant="primary" className="self-start" isBusy={save.isPending}>
        {t.sso.save}
      </Button>
    </Form>
  );
}
