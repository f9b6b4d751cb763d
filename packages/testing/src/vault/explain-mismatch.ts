/** The part of JSON Schema that the contract uses. Objects with declared properties have no others. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
}

/** What of a value is not as the schema has it, a sentence each. */
export function explainMismatch(
  value: unknown,
  schema: Schema,
  schemas: Record<string, Schema>,
  place = 'the body',
): string[] {
  if (schema.$ref !== undefined) {
    const named = schemas[schema.$ref];
    if (!named) throw new Error(`There is no schema ${schema.$ref}.`);
    return explainMismatch(value, named, schemas, place);
  }
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    return [`${place} must be ${types.join(' or ')}, not ${JSON.stringify(value)}`];
  }
  if (schema.enum && !schema.enum.includes(value)) return [`${place} must be one of ${schema.enum.join(', ')}`];
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((item, at) => explainMismatch(item, items, schemas, `${place}[${at}]`)) : [];
  }
  if (typeof value !== 'object' || value === null || !schema.properties) return [];
  const { properties, required = [] } = schema;
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => `${place} needs ${name}`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return known ? explainMismatch(inner, known, schemas, `${place}.${name}`) : [`${place} has no ${name}`];
    }),
  ];
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
