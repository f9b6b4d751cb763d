import type { Field } from '@patchbay/schema';
import type { FieldView } from '../dto/index.ts';
import { fieldLabel } from './field-label.ts';

const defaultMaxLength: Partial<Record<Field['type'], number>> = { text: 1_000, secret: 20_000, textarea: 20_000 };

/** What a form shows of one field. A secret has no default and never a value. */
export function toFieldView(name: string, field: Field): FieldView {
  return {
    name,
    type: field.type,
    label: fieldLabel(name, field),
    help: field.help ?? null,
    placeholder: field.placeholder ?? null,
    // What a setting of the connection answers need not be given; a blank setting is refused when it is called.
    required: field.required && field.defaultFrom === undefined,
    default: 'default' in field ? (field.default ?? null) : null,
    options: 'options' in field ? (field.options ?? null) : null,
    pattern: 'pattern' in field ? (field.pattern ?? null) : null,
    visibleWhen: field.visibleWhen ?? null,
    docsUrl: field.docsUrl ?? null,
    maxLength: maxLengthOf(field),
    ...(field.type === 'secret' && field.formats
      ? { formats: field.formats.map(({ id, label, pattern, note }) => ({ id, label, pattern, note: note ?? null })) }
      : {}),
    ...(field.type === 'secret' && field.members ? { members: Object.values(field.members) } : {}),
  };
}

/** All fields of a form, in the order of the manifest. */
export function toFieldViews(fields: Record<string, Field>): FieldView[] {
  return Object.entries(fields).map(([name, field]) => toFieldView(name, field));
}

/** The longest value in characters; null where the type has no length. */
export function maxLengthOf(field: Field): number | null {
  const declared = 'maxLength' in field ? field.maxLength : undefined;
  return declared ?? defaultMaxLength[field.type] ?? null;
}
