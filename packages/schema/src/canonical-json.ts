/** JSON with sorted keys and without undefined: equal data gives equal bytes, whatever order it was written in. */
export function toCanonicalJson(value: unknown): string {
  return JSON.stringify(sort(value));
}

function sort(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sort);
  const given = value as Record<string, unknown>;
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(given).sort()) {
    const item = given[key];
    if (item === undefined) continue;
    // A plain assignment would set the prototype.
    if (key === '__proto__') Object.defineProperty(sorted, key, { value: sort(item), enumerable: true });
    else sorted[key] = sort(item);
  }
  return sorted;
}
