/** What the request of one page has besides that of the operation. */
export interface PagePatch {
  query?: Readonly<Record<string, unknown>>;
  /** Values of the body by dotted path. */
  body?: Readonly<Record<string, unknown>>;
  /** Path variables. */
  path?: Readonly<Record<string, unknown>>;
  headers?: Readonly<Record<string, string>>;
  /** The whole address, given by the provider. Replaces path and query. */
  url?: URL;
}

/** The same data with values set at dotted paths; what is on the way there is copied, not changed. */
export function setPaths(data: unknown, values: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(values).reduce((result, [path, value]) => setPath(result, path.split('.'), value), data);
}

function setPath(data: unknown, path: readonly string[], value: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  const object = typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {};
  const inner = (object as Record<string, unknown>)[head];
  return { ...object, [head]: setPath(inner, rest, value) };
}
