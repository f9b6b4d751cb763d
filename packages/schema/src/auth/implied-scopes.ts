import type { Manifest } from '../manifest.ts';

/** Scopes with all those that are within them, as the manifest says. */
export function withImpliedScopes(
  { impliedScopes }: Pick<Manifest, 'impliedScopes'>,
  scopes: Iterable<string>,
): Set<string> {
  const held = new Set(scopes);
  // A set gives what is added while it is walked.
  for (const scope of held)
    for (const inner of Object.hasOwn(impliedScopes, scope) ? (impliedScopes[scope] ?? []) : []) held.add(inner);
  return held;
}
