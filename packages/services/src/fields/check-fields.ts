import { closestName } from '@patchbay/registry';
import type { ErrorDetail, Field } from '@patchbay/schema';
import { toWordsList } from '../support/to-words-list.ts';
import type { ServiceDeps } from '../types.ts';
import { checkValue } from './check-value.ts';
import { fieldLabel } from './field-label.ts';
import { isVisible } from './is-visible.ts';

export interface CheckFieldsOptions {
  /** Where the values stand in the input, for the paths of problems: `settings`. */
  path: string;
  egress: ServiceDeps['egress'];
  /** Fields that have a value already, which stays when nothing is given. */
  kept?: ReadonlySet<string>;
  /** Values that are only references to the real one and are not checked: `authref://…`. */
  isReference?: (value: string) => boolean;
}

/**
 * Holds values against the fields a manifest declares: unknown, missing, of the wrong type, too long or in the wrong form are
 * problems, all told at once. Gives the values to store, defaults filled in; a message never repeats a value.
 */
export function checkFields(
  fields: Record<string, Field>,
  given: Record<string, unknown>,
  options: CheckFieldsOptions,
): { values: Record<string, unknown>; problems: ErrorDetail[] } {
  const problems: ErrorDetail[] = [];
  const values: Record<string, unknown> = {};
  const known = new Map(Object.entries(fields));
  for (const name of Object.keys(given)) {
    if (!known.has(name))
      problems.push({ path: `${options.path}.${name.slice(0, 100)}`, message: unknownField(name, [...known.keys()]) });
  }
  const valueIn = (name: string) => {
    const field = known.get(name);
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return isBlank(value) && field && 'default' in field ? field.default : value;
  };
  for (const [name, field] of known) {
    if (!isVisible(field, valueIn)) continue;
    const value = valueIn(name);
    const path = `${options.path}.${name}`;
    if (isBlank(value)) {
      if (field.required && !options.kept?.has(name))
        problems.push({ path, message: `${fieldLabel(name, field)} is required` });
      continue;
    }
    if (typeof value === 'string' && options.isReference?.(value)) {
      values[name] = value;
      continue;
    }
    const checked = checkValue(field, value, options.egress);
    if ('problem' in checked) problems.push({ path, message: `${fieldLabel(name, field)} ${checked.problem}` });
    else values[name] = checked.value;
  }
  return { values, problems };
}

/** Nothing was given: forms send an empty text for an empty input. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function unknownField(name: string, known: string[]): string {
  if (known.length === 0) return 'there are no fields here; leave it out';
  const nearest = closestName(name, known);
  return nearest
    ? `there is no such field; did you mean "${nearest}"?`
    : `there is no such field; the fields are ${toWordsList(known)}`;
}
