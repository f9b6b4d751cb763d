import type { Connection, ProviderDetail } from '@patchbay/client';
import { z } from 'zod';
import { t } from '#messages/en.ts';
import { authMethodsOf, findAuthMethod } from './auth-methods.ts';
import { createFieldsSchema } from './fields/field-schema.ts';
import { type FormValues, initialValues, toCredentials, toPayload } from './fields/field-values.ts';

/** What the connect form and the settings form hold. Credentials are kept by method, so that switching loses nothing. */
export interface ConnectionFormValues {
  name: string;
  authMethod: string;
  settings: FormValues;
  credentials: Record<string, FormValues>;
  verifyTls: boolean;
  timeoutSeconds: string;
}

const defaultTimeoutMs = 30_000;

/** A form for a new connection, or for one that exists already. Stored secrets are never part of it. */
export function connectionFormValues(provider: ProviderDetail, connection: Connection | null): ConnectionFormValues {
  const usable = authMethodsOf(provider).find((method) => method.supported) ?? authMethodsOf(provider)[0];
  return {
    name: connection?.name ?? nextName(provider),
    authMethod: connection?.authMethod ?? usable?.id ?? '',
    settings: initialValues(provider.settings, connection?.settings),
    credentials: Object.fromEntries(
      authMethodsOf(provider).map((method) => [method.id, initialValues(method.fields)] as const),
    ),
    verifyTls: connection?.verifyTls ?? true,
    timeoutSeconds: String((connection?.timeoutMs ?? defaultTimeoutMs) / 1000),
  };
}

/** The provider's name, numbered when there is a connection to it already. */
function nextName({ name, connectionCount }: ProviderDetail): string {
  return connectionCount > 0 ? `${name} ${connectionCount + 1}` : name;
}

export const connectionNameSchema = z.string().trim().min(1, t.connect.nameNeeded).max(200, t.connect.nameLong);
export const timeoutSchema = z
  .string()
  .refine(
    (text) => /^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 600,
    t.connect.timeoutInvalid,
  );

/** Checks the settings and the fields of the chosen method; what was typed for other methods does not matter. */
export function connectionFormSchema(provider: ProviderDetail, authMethod: string, storedSecrets: ReadonlySet<string>) {
  const method = findAuthMethod(provider, authMethod);
  return z.looseObject({
    name: connectionNameSchema,
    settings: createFieldsSchema(provider.settings),
    credentials: z.looseObject({ [authMethod]: createFieldsSchema(method?.fields ?? [], { storedSecrets }) }),
    timeoutSeconds: timeoutSchema,
  });
}

/** The secrets a connection holds for its present method. */
export function storedSecretNames(connection: Connection | null): ReadonlySet<string> {
  return new Set(connection?.credential?.fields.filter((field) => field.isSet).map((field) => field.name));
}

/** The form as the API takes it. */
export function connectionPayload(provider: ProviderDetail, values: ConnectionFormValues) {
  const fields = findAuthMethod(provider, values.authMethod)?.fields ?? [];
  return {
    general: {
      name: values.name.trim(),
      settings: toPayload(provider.settings, values.settings),
      verifyTls: values.verifyTls,
      timeoutMs: Math.round(Number(values.timeoutSeconds) * 1000),
    },
    credentials: toCredentials(fields, values.credentials[values.authMethod] ?? {}),
  };
}

/** The form field an error of the API is about: `credentials.token` is `credentials.<method>.token` here. */
export function formPath(apiPath: string, authMethod: string): string {
  if (apiPath === 'timeoutMs') return 'timeoutSeconds';
  return apiPath.startsWith('credentials.') ? apiPath.replace('credentials.', `credentials.${authMethod}.`) : apiPath;
}
