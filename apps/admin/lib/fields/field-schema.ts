import type { FieldView } from '@patchbay/client';
import { z } from 'zod';
import { t } from '#messages/en.ts';
import { type FormValue, type FormValues, isVisible } from './field-values.ts';

export interface FieldSchemaOptions {
  /** Secrets that are stored already: a blank one keeps the stored value. */
  storedSecrets?: ReadonlySet<string>;
}

/** The zod schema of a form made of manifest fields. What it lets through may still be refused by the API, which decides. */
export function createFieldsSchema(fields: readonly FieldView[], options: FieldSchemaOptions = {}) {
  return z
    .custom<FormValues>((value) => typeof value === 'object' && value !== null)
    .superRefine((values, context) => {
      for (const field of fields) {
        if (!isVisible(field, values)) continue;
        const message = checkField(field, values[field.name] ?? '', options);
        if (message) context.addIssue({ code: 'custom', path: [field.name], message });
      }
    });
}

function checkField(field: FieldView, value: FormValue, options: FieldSchemaOptions): string | null {
  if (typeof value === 'boolean') return null;
  const isEmpty = Array.isArray(value) ? value.length === 0 : value.trim() === '';
  if (isEmpty) {
    const isStored = options.storedSecrets?.has(field.name) ?? false;
    return field.required && !isStored ? t.fields.required(field.label) : null;
  }
  if (Array.isArray(value)) return null;
  // A reference to a secret elsewhere is resolved when it is used: the field's own rules are for the value behind it.
  if (value.startsWith('authref://')) return null;
  return checkText(field, value.trim());
}

function checkText(field: FieldView, text: string): string | null {
  if (field.maxLength !== null && text.length > field.maxLength) return t.fields.tooLong(field.maxLength);
  if (field.type === 'url') return checkUrl(text);
  if (field.type === 'integer' && !/^-?\d+$/.test(text)) return t.fields.notInteger;
  if (field.type === 'number' && !Number.isFinite(Number(text))) return t.fields.notNumber;
  if (field.type === 'json') return isJson(text) ? null : t.fields.notJson;
  if (field.pattern && !matches(field.pattern, text)) return t.fields.notMatching(field.placeholder);
  const formats = field.formats ?? [];
  if (formats.length > 0 && !formats.some((format) => matches(format.pattern, text)))
    return t.fields.unknownFormat(formats.map((format) => format.label));
  return null;
}

function checkUrl(text: string): string | null {
  if (!URL.canParse(text)) return t.fields.notUrl;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return t.fields.wrongScheme;
  return url.username || url.password ? t.fields.credentialsInUrl : null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Patterns are written for RE2; one that this browser cannot read is left for the API to check. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text);
  } catch {
    return true;
  }
}

/** Which known shape a pasted secret has, by name: "classic personal access token". */
export function recognizeFormat(field: FieldView, value: string): string | null {
  const text = value.trim();
  if (text === '') return null;
  return (field.formats ?? []).find((format) => matches(format.pattern, text))?.label ?? null;
}
