import type { ObjectExpression, ObjectProperty } from 'oxc-parser';
import type { TextEdit } from '../check.ts';

/**
 * Puts the properties of an object into an order, each with the comments before and behind it. Null when they stand so already, or
 * when the order is not all there is to it: a spread changes what later keys mean, and an unknown key has no place.
 */
export function reorderKeys(
  text: string,
  { properties, start }: ObjectExpression,
  order: readonly string[],
): TextEdit | null {
  const parts: { rank: number; before: string; body: string; after: string }[] = [];
  let from = start + 1;
  for (const property of properties) {
    const name = property.type === 'Property' ? nameOf(property) : null;
    const rank = name === null ? -1 : order.indexOf(name);
    if (rank < 0) return null;
    const before = text.slice(from, property.start);
    // What stands behind it on its line belongs to it.
    const behind = /^(\s*,)?((?:[ \t]*\/\*[^\n]*?\*\/)*(?:[ \t]*\/\/[^\n]*)?)/.exec(text.slice(property.end));
    parts.push({ rank, before, body: text.slice(property.start, property.end), after: behind?.[2] ?? '' });
    from = property.end + (behind?.[0].length ?? 0);
  }
  const sorted = [...parts].sort((a, b) => a.rank - b.rank);
  if (sorted.every((part, index) => part === parts[index])) return null;
  const endsWithComma = /,/.test(text.slice(properties.at(-1)?.end, from));
  const lines = sorted.map(({ before, body, after }, index) => {
    const comma = index < sorted.length - 1 || endsWithComma ? ',' : '';
    const next = sorted[index + 1]?.before ?? text.slice(from);
    // A comment to the end of the line would swallow what follows, unless a line begins there.
    const lineEnd = after.includes('//') && !/^[ \t]*\r?\n/.test(next) ? '\n' : '';
    return `${before}${body}${comma}${after}${lineEnd}`;
  });
  return { start: start + 1, end: from, text: lines.join('') };
}

function nameOf({ key, computed }: ObjectProperty): string | null {
  if (computed) return null;
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : null;
}
