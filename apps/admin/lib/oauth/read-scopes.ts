/** Scopes as people type or paste them, each once. Null for none: the usual ones are asked for. */
export function readScopes(text: string): string[] | null {
  const scopes = [...new Set(text.split(/[\s,]+/).filter(Boolean))];
  return scopes.length > 0 ? scopes : null;
}
