import type { FieldView, OAuthApp, OAuthAppSetup } from '@patchbay/client';
import { z } from 'zod';
import { createFieldsSchema } from '#lib/fields/field-schema.ts';
import { type FormValues, initialValues, toPayload } from '#lib/fields/field-values.ts';
import { t } from '#messages/en.ts';
import { readScopes } from './read-scopes.ts';

/** What the form of an OAuth app holds. The stored secret is never part of it. */
export interface OAuthAppFormValues {
  app: FormValues;
  settings: FormValues;
}

function field(view: Pick<FieldView, 'name' | 'type' | 'label' | 'help'> & Partial<FieldView>): FieldView {
  const blank = { placeholder: null, required: false, default: null, options: null, pattern: null };
  return { ...blank, visibleWhen: null, docsUrl: null, maxLength: null, ...view };
}

/** Client id, secret and scopes, as fields like those of a manifest. */
export function oauthAppFields(setup: OAuthAppSetup, { isSecretKept = false } = {}): FieldView[] {
  const { clientId, clientIdHelp, clientSecret, customScopes, customScopesHelp } = t.oauth;
  const clientSecretHelp = isSecretKept ? t.oauth.clientSecretKept : t.oauth.clientSecretHelp;
  return [
    field({ name: 'clientId', type: 'string', label: clientId, help: clientIdHelp, required: true, maxLength: 500 }),
    ...(setup.needsSecret
      ? [field({ name: 'clientSecret', type: 'secret', label: clientSecret, help: clientSecretHelp, required: true })]
      : []),
    field({
      ...{ name: 'scopes', type: 'textarea', label: customScopes, help: customScopesHelp },
      placeholder: setup.scopes.join(' ') || null,
    }),
  ];
}

export function oauthAppFormValues(setup: OAuthAppSetup, app: OAuthApp | null): OAuthAppFormValues {
  const stored = app ? { clientId: app.clientId, scopes: app.scopes?.join(' ') ?? '' } : {};
  return { app: initialValues(oauthAppFields(setup), stored), settings: initialValues(setup.fields, app?.settings) };
}

/** Whether a blank secret keeps the stored one: it belongs to one client id. */
export function keepsSecret(app: OAuthApp | null, clientId: unknown): boolean {
  return app?.hasSecret === true && String(clientId ?? '').trim() === app.clientId;
}

/** A blank secret is left to the API to judge: some providers know apps without one. */
export function oauthAppFormSchema(setup: OAuthAppSetup) {
  const storedSecrets = new Set(['clientSecret']);
  return z.looseObject({
    app: createFieldsSchema(oauthAppFields(setup), { storedSecrets }),
    settings: createFieldsSchema(setup.fields),
  });
}

/** The form as the API takes it. */
export function oauthAppPayload(setup: OAuthAppSetup, { app, settings }: OAuthAppFormValues) {
  const secret = String(app.clientSecret ?? '');
  return {
    providerSlug: setup.providerSlug,
    authMethod: setup.authMethod,
    clientId: String(app.clientId ?? '').trim(),
    ...(secret !== '' && { clientSecret: secret }),
    scopes: readScopes(String(app.scopes ?? '')),
    settings: toPayload(setup.fields, settings),
  };
}

/** The form field an error of the API is about: `scopes.0` is `app.scopes` here. */
export function oauthAppFormPath(apiPath: string): string {
  return apiPath.startsWith('settings.') ? apiPath : `app.${apiPath.split('.', 1)[0]}`;
}
