import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findForm, formsOf } from './forms.ts';
import { canaryCount, leftoverKinds, unreadFolder } from './leftovers.ts';

export interface LeftoverSearch {
  /** Secrets that were made. */
  canaries: number;
  /** Places that were searched, and how much text they hold. */
  places: number;
  bytes: number;
  /** What is wrong, a line each; empty when nothing is. Never holds a secret. */
  problems: string[];
}

/**
 * Looks through everything the suites left in a folder for canaries with the run's mark, in every spelling. That nothing was made, or
 * that there is nothing of a kind to look through, is a problem too: then it is not known.
 */
export function searchLeftovers(folder: string, mark: string): LeftoverSearch {
  const forms = formsOf(mark);
  const search: LeftoverSearch = { canaries: countCanaries(folder), places: 0, bytes: 0, problems: [] };
  if (search.canaries === 0) search.problems.push('No canary was made, so none could be found.');
  for (const kind of leftoverKinds) {
    const files = filesIn(join(folder, kind));
    if (files.length === 0) search.problems.push(`The suites left nothing to search: ${kind}.`);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      search.places += 1;
      search.bytes += text.length;
      const form = findForm(text, forms);
      if (form !== null) search.problems.push(`A secret stands ${form} in ${describe(kind, text)}.`);
    }
  }
  for (const file of filesIn(join(folder, unreadFolder)))
    search.problems.push(`Could not be searched: ${readFileSync(file, 'utf8')}`);
  return search;
}

function describe(kind: string, text: string): string {
  return `${kind}: ${text.slice(0, text.indexOf('\n')) || 'a place without a name'}`;
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

function countCanaries(folder: string): number {
  const file = join(folder, canaryCount);
  return existsSync(file) ? statSync(file).size : 0;
}
