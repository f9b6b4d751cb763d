import type { FieldView } from '@patchbay/client';
import { type FormValues, isVisible, toPayload } from './field-values.ts';

/** Every visible field, blanks as null: for an API that keeps what is not given and clears what is blank. */
export function toGivenValues(fields: readonly FieldView[], values: FormValues): Record<string, unknown> {
  const blanks = fields
    // A secret is never shown, so a blank one says nothing about it.
    .filter((field) => isVisible(field, values) && field.type !== 'secret')
    .map(({ name }): [string, unknown] => [name, null]);
  return { ...Object.fromEntries(blanks), ...toPayload(fields, values) };
}
