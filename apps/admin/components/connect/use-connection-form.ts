'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import type { Connection, ProviderDetail } from '@patchbay/client';
import type { ClipboardEvent } from 'react';
import { type FieldPath, type Resolver, useForm } from 'react-hook-form';
import { toast } from '#components/ui/toast.tsx';
import { isApiError } from '#lib/api/api-error.ts';
import { findAuthMethod } from '#lib/auth-methods.ts';
import {
  type ConnectionFormValues,
  connectionFormSchema,
  connectionFormValues,
  formPath,
  storedSecretNames,
} from '#lib/connection-form.ts';
import { readPastedValues } from '#lib/fields/pasted-values.ts';
import { t } from '#messages/en.ts';

const noSecrets: ReadonlySet<string> = new Set();

/** The form of a connection: checked by what the manifest declares, filled by paste, marked by errors of the API. */
export function useConnectionForm(provider: ProviderDetail, connection: Connection | null) {
  const resolver: Resolver<ConnectionFormValues> = (values, context, options) => {
    const stored = connection?.authMethod === values.authMethod ? storedSecretNames(connection) : noSecrets;
    const schema = connectionFormSchema(provider, values.authMethod, stored);
    return (zodResolver(schema) as unknown as Resolver<ConnectionFormValues>)(values, context, options);
  };
  const form = useForm<ConnectionFormValues>({
    resolver,
    mode: 'onTouched',
    defaultValues: connectionFormValues(provider, connection),
  });

  /** Puts each complaint of the API at its field; others are shown by the page. */
  function showErrors(error: unknown): void {
    if (!isApiError(error)) return;
    for (const detail of error.details) {
      const path = formPath(detail.path, form.getValues('authMethod')) as FieldPath<ConnectionFormValues>;
      form.setError(path, { type: 'server', message: detail.message });
    }
  }

  /** A pasted .env or JSON key file fills the fields it names; anything else is pasted as usual. */
  function onPaste(event: ClipboardEvent): void {
    const authMethod = form.getValues('authMethod');
    const method = findAuthMethod(provider, authMethod);
    const text = event.clipboardData.getData('text');
    const settings = readPastedValues(text, provider.settings);
    const credentials = readPastedValues(text, method?.fields ?? []);
    const count = Object.keys(settings).length + Object.keys(credentials).length;
    if (count === 0) return;
    event.preventDefault();
    const options = { shouldDirty: true, shouldValidate: true };
    for (const [name, value] of Object.entries(settings)) form.setValue(`settings.${name}`, value, options);
    for (const [name, value] of Object.entries(credentials))
      form.setValue(`credentials.${authMethod}.${name}`, value, options);
    toast(t.connect.pasted(count));
  }

  return { form, showErrors, onPaste };
}
