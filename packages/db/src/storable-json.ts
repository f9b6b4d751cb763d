/**
 * JSON text that PostgreSQL's jsonb takes: it refuses the NUL character and halves of surrogate pairs, which providers
 * do send. They become U+FFFD. Text without them comes back as it is.
 */
export function toStorableJson(json: string): string {
  if (!/\\u(0000|d[89a-f])/i.test(json)) return json;
  return JSON.stringify(clean(JSON.parse(json)));
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD');
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), clean(item)]));
}
