/**
 * An expression with one of its fields read from elsewhere, once for each field that is read plainly:
 * `{id: id, url: web.url}` → `{id: id_x, url: web.url}` and `{id: id, url: web.url_x}`.
 */
export function readElsewhere(expression: unknown): string[] {
  if (typeof expression !== 'string') return [];
  const found = [...expression.matchAll(/\w+:\s*(?:\w+\()?(?!null\b)[a-zA-Z_][\w.]*(?=\)?\s*[,}])/g)];
  // Without plain fields, what the caller or an earlier step gave is read by another name.
  const places = found.length > 0 ? found : [...expression.matchAll(/\b(?:input|steps)\.\w+/g)];
  return places.map(({ index, 0: text }) => {
    const end = index + text.length;
    return `${expression.slice(0, end)}_x${expression.slice(end)}`;
  });
}
