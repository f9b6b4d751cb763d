import { closestName } from '@patchbay/registry';
import { suggest } from './suggest.ts';

/** `did you mean "/a/b"?` for a path that differs in a word or two from one there is, or what there is to choose from. */
export function suggestPath(path: string, candidates: readonly string[]): string {
  const near = candidates
    .map((candidate) => ({ candidate, distance: distanceOf(path.split('/'), candidate.split('/')) }))
    .sort((a, b) => a.distance - b.distance)[0];
  // More than a third of the words being others makes it another path.
  const isNear = near !== undefined && near.distance <= Math.max(1, (path.split('/').length - 1) / 3);
  return isNear ? `did you mean "${near.candidate}"?` : suggest(path, candidates);
}

/** How many words are others, one too many or one too few; a misspelled word counts half. */
function distanceOf(a: readonly string[], b: readonly string[]): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, word] of a.entries()) {
    const current = [row + 1];
    for (const [column, other] of b.entries()) {
      const step = word === other ? 0 : closestName(word, [other]) ? 0.5 : 1;
      current.push(
        Math.min((previous[column] ?? 0) + step, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1),
      );
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
