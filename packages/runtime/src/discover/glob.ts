import { PatchbayError } from '@patchbay/schema';
import { RE2JS } from 're2js';

const maxLength = 500;

export interface NameFilter {
  matches(name: string): boolean;
  /** Whether names that begin with this one could match; rules out parents before their children are read. */
  mayMatchBelow(parent: string): boolean;
}

/** Everything matches. */
export const matchAll: NameFilter = { matches: () => true, mayMatchBelow: () => true };

/**
 * A glob over names: `*` is any text within a path segment, `**` any text across segments, `?` one character but a slash. All
 * else stands for itself, and the whole name must match. Runs on RE2, so no pattern is slow.
 */
export function compileGlob(pattern: string): NameFilter {
  if (pattern.length > maxLength)
    throw new PatchbayError('invalid_input', `The name pattern must have at most ${maxLength} characters.`, {
      details: [{ path: 'filter.namePattern', message: `must have at most ${maxLength} characters` }],
    });
  const regex = RE2JS.compile(toExpression(pattern), RE2JS.DOTALL);
  const literalStart = /^[^*?]*/.exec(pattern)?.[0] ?? '';
  return {
    matches: (name) => regex.matches(name),
    mayMatchBelow: (parent) => parent.startsWith(literalStart) || literalStart.startsWith(parent),
  };
}

function toExpression(pattern: string): string {
  return pattern
    .split(/(\*\*\/|\*{2,}|\*|\?)/)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?';
      if (part.startsWith('**')) return '.*';
      if (part === '*') return '[^/]*';
      return part === '?' ? '[^/]' : RE2JS.quote(part);
    })
    .join('');
}
