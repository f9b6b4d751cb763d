/** `a, b and c`, at most `limit` of them. */
export function toWordsList(names: readonly string[], limit = 20): string {
  const shown = names.slice(0, limit);
  if (names.length > limit) return `${shown.join(', ')} and ${names.length - limit} more`;
  if (shown.length < 2) return shown[0] ?? 'none';
  return `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}
