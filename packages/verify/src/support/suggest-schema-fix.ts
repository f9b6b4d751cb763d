import { closestName } from '@patchbay/registry';
import { manifestJsonSchema } from '@patchbay/schema';

let names: readonly string[] | null = null;

/** `did you mean "x"?` for an unknown field or a value that is none of a list; null when nothing is near. */
export function suggestSchemaFix(path: string, value: unknown, message: string): string | null {
  const key = path.split('.').at(-1) ?? '';
  const isUnknownField = message.includes(`"${key}" is not a field`);
  const options = [...message.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
  const near = isUnknownField
    ? closestName(key, fieldNames())
    : typeof value === 'string' && message.includes('expected one of')
      ? closestName(value, options)
      : null;
  return near === null || near === key ? null : `did you mean "${near}"?`;
}

/** Every field name of the vocabulary. */
function fieldNames(): readonly string[] {
  names ??= [...new Set(propertiesIn(manifestJsonSchema()))];
  return names;
}

function propertiesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as { properties?: object };
  return [...Object.keys(properties ?? {}), ...Object.values(schema).flatMap(propertiesIn)];
}
