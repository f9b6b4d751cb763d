import type { TextEdit } from '../check.ts';

/** The text with the edits made, or null when two of them want the same place. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string | null {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let from = 0;
  for (const [index, { start, end, text: wanted }] of sorted.entries()) {
    if (index > 0 && start < from) return null;
    result += text.slice(from, start) + wanted;
    from = end;
  }
  return result + text.slice(from);
}
