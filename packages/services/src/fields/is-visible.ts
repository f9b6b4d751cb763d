import type { Field } from '@patchbay/schema';

/** Whether the field takes part, given the values of its form. `valueIn` gives a value or its default. */
export function isVisible(field: Field, valueIn: (name: string) => unknown): boolean {
  if (!field.visibleWhen) return true;
  const { field: name, equals } = field.visibleWhen;
  const value = valueIn(name);
  return Array.isArray(equals) ? equals.some((candidate) => candidate === value) : value === equals;
}
