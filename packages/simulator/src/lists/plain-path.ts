/**
 * The keys a JMESPath expression walks when it is nothing but a path (`response_metadata.next_cursor`, `"@odata.nextLink"`); of several
 * alternatives (`a || b`) the first such one. Null for everything else; empty for `@`.
 */
export function plainPath(expression: string): string[] | null {
  for (const alternative of expression.split('||')) {
    const keys = readPath(alternative.trim());
    if (keys) return keys;
  }
  return null;
}

function readPath(text: string): string[] | null {
  if (text === '@') return [];
  const keys: string[] = [];
  const key = /(?:^|\.)(?:([A-Za-z_]\w*)|"((?:[^"\\]|\\.)*)")/y;
  while (key.lastIndex < text.length) {
    const found = key.exec(text);
    if (!found) return null;
    keys.push(found[1] ?? (JSON.parse(`"${found[2] ?? ''}"`) as string));
  }
  return keys.length > 0 ? keys : null;
}

/** The same data with a value at a path; undefined takes it away. What is on the way there is copied, and made where it is missing. */
export function withValueAt(data: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const object = (typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {}) as Record<
    string,
    unknown
  >;
  if (value !== undefined) return { ...object, [key]: withValueAt(object[key], rest, value) };
  if (!(key in object)) return data;
  const { [key]: inner, ...others } = object;
  return rest.length === 0 ? others : { ...others, [key]: withValueAt(inner, rest, undefined) };
}

export function valueAt(data: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    data,
  );
}
