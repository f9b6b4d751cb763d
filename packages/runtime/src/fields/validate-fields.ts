import { type ErrorDetail, type Field, PatchbayError } from '@patchbay/schema';
import { checkValue } from './check-value.ts';

export interface ValidateFieldsOptions {
  /** Put before field names in details: `settings` gives `settings.baseUrl`. */
  path?: string;
  /** Fields that need not be there now, such as secrets already stored. */
  isOptional?: (name: string) => boolean;
  /** Settings of the connection, for fields that take their value from one of them. */
  settings?: Readonly<Record<string, unknown>>;
}

export type ValidatedFields =
  | { ok: true; values: Record<string, unknown> }
  | { ok: false; details: ErrorDetail[]; values: Record<string, unknown> };

/**
 * Checks values against declared fields and fills in defaults. Reports every problem, unknown names included. Fields hidden by
 * `visibleWhen` are left out. Messages never repeat the value.
 */
export function validateFields(
  fields: Readonly<Record<string, Field>>,
  given: Readonly<Record<string, unknown>>,
  { path = '', isOptional = () => false, settings = {} }: ValidateFieldsOptions = {},
): ValidatedFields {
  const details: ErrorDetail[] = [];
  const values: Record<string, unknown> = {};
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name))
      details.push({ path: at(name), message: describeUnknown(name, Object.keys(fields)) });
  }
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (!isVisible(field, given, fields)) continue;
    if (value === undefined || value === null || value === '') {
      const fallback = settingOf(field, settings) ?? ('default' in field ? field.default : undefined);
      if (fallback !== undefined) values[name] = fallback;
      else if (field.required && !isOptional(name))
        details.push({ path: at(name), message: `${field.label ?? name} is needed` });
      continue;
    }
    const problem = checkValue(field, value);
    if (problem === null) values[name] = value;
    else details.push({ path: at(name), message: problem });
  }
  return details.length === 0 ? { ok: true, values } : { ok: false, details, values };
}

/** Like validateFields; throws `invalid_input` with all details. */
export function requireValidFields(
  fields: Readonly<Record<string, Field>>,
  given: Readonly<Record<string, unknown>>,
  options: ValidateFieldsOptions = {},
): Record<string, unknown> {
  const result = validateFields(fields, given, options);
  if (result.ok) return result.values;
  const [first, ...others] = result.details;
  const rest = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new PatchbayError('invalid_input', `${first?.path}: ${first?.message}${rest}.`, { details: result.details });
}

/** What the field takes from the settings; undefined when it takes nothing, or the setting is blank. */
function settingOf({ defaultFrom }: Field, settings: Readonly<Record<string, unknown>>): unknown {
  const value = defaultFrom !== undefined && Object.hasOwn(settings, defaultFrom) ? settings[defaultFrom] : undefined;
  return value === null || value === '' ? undefined : value;
}

function isVisible(field: Field, given: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, Field>>) {
  const condition = field.visibleWhen;
  if (!condition) return true;
  const other = fields[condition.field];
  const value = given[condition.field] ?? (other && 'default' in other ? other.default : undefined);
  return Array.isArray(condition.equals)
    ? typeof value === 'string' && condition.equals.includes(value)
    : value === condition.equals;
}

function describeUnknown(name: string, known: readonly string[]): string {
  const shown = name.length > 60 ? `${name.slice(0, 59)}…` : name;
  return `"${shown}" is not a field here; there ${known.length === 0 ? 'are none' : `are ${known.join(', ')}`}`;
}
