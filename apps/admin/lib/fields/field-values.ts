import type { FieldView } from '@patchbay/client';

/** What a form holds for a field: text as typed, a choice, or several. */
export type FormValue = string | boolean | string[];
export type FormValues = Record<string, FormValue>;

/** The values a form starts with: what is stored, else the declared default, else empty. Secrets always start empty. */
export function initialValues(fields: readonly FieldView[], stored: Record<string, unknown> = {}): FormValues {
  return Object.fromEntries(
    fields.map((field) => [field.name, initialValue(field, field.type === 'secret' ? undefined : stored[field.name])]),
  );
}

function initialValue(field: FieldView, stored: unknown): FormValue {
  const value = stored ?? field.default;
  if (field.type === 'boolean') return value === true;
  if (field.type === 'multi-select') return Array.isArray(value) ? value.map(String) : [];
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
}

/** Whether a field is shown while the form holds these values. */
export function isVisible(field: FieldView, values: FormValues): boolean {
  if (!field.visibleWhen) return true;
  const { field: other, equals } = field.visibleWhen;
  const allowed = Array.isArray(equals) ? equals : [equals];
  return allowed.map(String).includes(String(values[other] ?? ''));
}

/**
 * The values to send: only visible fields, numbers and JSON as such, blanks left out. A blank secret is left out too:
 * on an update that keeps the stored one.
 */
export function toPayload(fields: readonly FieldView[], values: FormValues): Record<string, unknown> {
  const entries = fields
    .filter((field) => isVisible(field, values))
    .map((field): [string, unknown] => [field.name, toValue(field, values[field.name] ?? '')])
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

function toValue(field: FieldView, value: FormValue): unknown {
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.length === 0 && !field.required ? undefined : value;
  // A secret is sent as typed: spaces at its ends may belong to it.
  const text = field.type === 'secret' || field.type === 'textarea' ? value : value.trim();
  if (text === '') return undefined;
  if (field.type === 'integer' || field.type === 'number') return Number(text);
  if (field.type === 'json') return JSON.parse(text);
  return text;
}

/** Credentials travel as text, whatever their field looks like. */
export function toCredentials(fields: readonly FieldView[], values: FormValues): Record<string, string> {
  return Object.fromEntries(
    Object.entries(toPayload(fields, values)).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
}
