import { matchesWhole } from '@patchbay/runtime';

/**
 * A text that matches a simple pattern: literals, escapes, classes, groups without alternatives, and quantifiers. Null when the
 * pattern is more than that; then a fixture has to give the value itself.
 */
export function sampleText(pattern: string): string | null {
  const text = pattern
    .replace(/^\^|\$$/g, '')
    .replace(/\((\?:)?((?:[^()|[\]]|\[[^\]]*\])*)\)(?![*+?{])/g, '$2')
    .replace(
      /(\[(?:\\.|[^\]])+\]|\\.|[^\\[(){}*+?|])(\*|\+|\?|\{(\d+)(?:,\d*)?\})?/g,
      (_, atom: string, quantifier: string | undefined, minimum: string | undefined) =>
        repeat(atom, quantifier === undefined ? 1 : quantifier === '+' ? 12 : Number(minimum ?? 0)),
    );
  try {
    return matchesWhole(pattern, text) ? text : null;
  } catch {
    return null;
  }
}

function repeat(atom: string, count: number): string {
  const letters = lettersOf(atom);
  // Counting through the class keeps canaries distinct from text that is all one letter.
  return Array.from({ length: count }, (_, index) => letters[(index * 7 + 3) % letters.length] ?? '').join('');
}

/** Characters an atom stands for, enough to choose from. */
function lettersOf(atom: string): string {
  const known: Record<string, string> = { '\\d': '0123456789', '\\w': 'canary0123456789', '.': 'canary', '\\s': ' ' };
  if (!atom.startsWith('[')) return known[atom] ?? atom.replace(/^\\/, '');
  return atom
    .slice(1, -1)
    .replace(/\\d|\\w/g, (match) => known[match] ?? '')
    .replace(/(\w)-(\w)/g, (_, from: string, to: string) => {
      const length = to.charCodeAt(0) - from.charCodeAt(0) + 1;
      return Array.from({ length }, (_unused, index) => String.fromCharCode(from.charCodeAt(0) + index)).join('');
    })
    .replace(/\\(.)/g, '$1');
}
